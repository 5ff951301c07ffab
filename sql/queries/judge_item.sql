-- The verdict on an item: its next status, by which rules, and why; urgent ones go to the front.
UPDATE items SET status = :status, urgent = :urgent, rule_set_id = :rule_set_id, reader_hash = :reader_hash,
  reason_code = :reason_code, reason = :reason, lease_id = NULL, tries = 0,
  priority = CASE WHEN cardinality(CAST(:urgent AS text[])) > 0 THEN 0 ELSE priority END
WHERE id = :id
