-- Which step comes next for each open service request, most pressing first?
SELECT service_request_id, ordinal, agency, type, title, owner_role, due_at, next_letter FROM next_steps
WHERE CAST(:agency AS text) IS NULL OR agency = :agency
ORDER BY due_at NULLS LAST, id
