-- Set items aside with a reason; a person looks.
UPDATE items SET status = 'quarantined', reason_code = :reason_code, reason = :reason, lease_id = NULL
WHERE id = ANY(CAST(:ids AS bigint[]))
