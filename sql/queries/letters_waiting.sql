-- Which letters wait for a manager, oldest due first?
SELECT id AS letter_id, agency, service_request_id, template, due_at, content_hash FROM letters
WHERE status = 'awaiting_approval' AND (CAST(:agency AS text) IS NULL OR agency = :agency)
ORDER BY due_at NULLS LAST, id
