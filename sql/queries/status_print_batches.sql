-- Which print batches are the newest, and where do they lie?
SELECT agency, id, status, letters, pages, pdf_path, manifest_path
FROM print_batches ORDER BY id DESC LIMIT :limit
