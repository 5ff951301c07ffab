-- What of items nobody looked at, by part, in reading order.
SELECT item_id, part, unread_reason, notes FROM documents
WHERE item_id = ANY(CAST(:ids AS bigint[])) AND NOT passed_over
  AND (unread_reason IS NOT NULL OR notes <> '{}')
ORDER BY item_id, ordinal
