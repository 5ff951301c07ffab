-- What waits for a person, most pressing first? Late is what was due before the moment.
SELECT agency, what, sum(number) AS number FROM (
  SELECT agency, 1 AS place, 'urgent' AS what, count(*) AS number FROM items i
  WHERE cardinality(urgent) > 0 AND (status <> 'opened' OR EXISTS (
    SELECT FROM service_requests s WHERE s.item_id = i.id AND s.status = 'open')) GROUP BY agency
  UNION ALL
  SELECT agency, 2, 'overdue', count(*) FROM obligations
  WHERE status = 'open' AND due_at < :moment GROUP BY agency
  UNION ALL
  SELECT agency, 3, 'triage', count(*) FROM items WHERE status = 'triage' GROUP BY agency
  UNION ALL
  SELECT agency, 4, 'quarantined', count(*) FROM receipts WHERE status = 'quarantined' GROUP BY agency
  UNION ALL
  SELECT agency, 4, 'quarantined', count(*) FROM items WHERE status = 'quarantined' GROUP BY agency
  UNION ALL
  SELECT agency, 5, 'steps_to_do', count(*) FROM next_steps GROUP BY agency
  UNION ALL
  SELECT agency, 6, 'letters_waiting', count(*) FROM letters
  WHERE status = 'awaiting_approval' GROUP BY agency
  UNION ALL
  SELECT agency, 7, 'letters_to_mend', count(*) FROM letters
  WHERE status IN ('incomplete', 'withheld', 'sent_back', 'rejected') GROUP BY agency
  UNION ALL
  SELECT l.agency, 8, 'dispatches_to_clear', count(*) FROM dispatches d JOIN letters l ON l.id = d.letter_id
  WHERE d.status IN ('uncertain', 'failed', 'returned') GROUP BY l.agency
  UNION ALL
  SELECT agency, 9, 'notices_to_clear', count(*) FROM outbox
  WHERE status IN ('uncertain', 'failed') GROUP BY agency
) waiting
GROUP BY agency, place, what
ORDER BY agency, place
