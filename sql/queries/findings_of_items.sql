-- What was found in these items, best first.
SELECT item_id, type, score, reference FROM findings
WHERE item_id = ANY(CAST(:ids AS bigint[])) ORDER BY item_id, score DESC, id
