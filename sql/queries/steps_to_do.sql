-- Which step comes next for each open service request, most pressing first?
SELECT * FROM next_steps WHERE CAST(:agency AS text) IS NULL OR agency = :agency
ORDER BY due_at NULLS LAST, id
