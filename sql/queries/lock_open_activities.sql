-- Which of these steps are still open? Locked, so that nobody calls one done while its letter is stored.
SELECT id FROM activities WHERE id = ANY(CAST(:ids AS bigint[])) AND status = 'open'
ORDER BY id FOR UPDATE
