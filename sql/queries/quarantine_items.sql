-- Set items aside with a reason; a person looks. Their receipts hold nothing more to be found.
WITH set_aside AS (
  UPDATE items SET status = 'quarantined', reason_code = :reason_code, reason = :reason, lease_id = NULL
  WHERE id = ANY(CAST(:ids AS bigint[])) RETURNING receipt_id
)
UPDATE receipts SET status = 'ingested' WHERE id IN (SELECT receipt_id FROM set_aside) AND status = 'received'
