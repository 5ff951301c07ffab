-- The text of items by part, in reading order.
SELECT item_id, part, body, name FROM documents
WHERE item_id = ANY(CAST(:ids AS bigint[])) ORDER BY item_id, ordinal
