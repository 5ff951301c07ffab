-- Which stored object is the original of each receipt?
SELECT id, content_sha256, file_name, media_type FROM receipts WHERE id = ANY(CAST(:ids AS bigint[]))
