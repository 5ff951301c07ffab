-- The items whose results are being written, in a steady order.
SELECT id, receipt_id, ordinal, agency, channel, received_at, priority FROM items
WHERE id = ANY(CAST(:ids AS bigint[])) ORDER BY id
