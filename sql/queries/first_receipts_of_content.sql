-- Which of these contents came to the agency before, and on which first receipt?
SELECT DISTINCT ON (content_sha256) content_sha256, id FROM receipts
WHERE agency = :agency AND content_sha256 = ANY(CAST(:hashes AS text[])) AND duplicate_of IS NULL
ORDER BY content_sha256, id
