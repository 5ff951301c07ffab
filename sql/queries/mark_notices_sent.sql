-- These notices have left.
UPDATE outbox SET status = 'sent', sent_at = :moment, lease_id = NULL
WHERE id = ANY(CAST(:ids AS bigint[])) AND status = 'sending'
