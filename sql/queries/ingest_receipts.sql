-- What these receipts hold is known now: each has its items.
UPDATE receipts SET status = 'ingested' WHERE id = ANY(CAST(:ids AS bigint[])) AND status = 'received'
