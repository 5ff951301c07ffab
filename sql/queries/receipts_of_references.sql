-- Which of these references of a source have a receipt already?
SELECT source_reference, content_sha256 FROM receipts
WHERE source = :source AND source_reference = ANY(CAST(:references AS text[]))
