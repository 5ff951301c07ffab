-- Are the items the sum of their states, each with what its state needs? In flight is a state.
SELECT agency, channel, day, count(*) AS whole, count(*) FILTER (WHERE well) AS parts,
  coalesce((array_agg(id ORDER BY id) FILTER (WHERE well IS NOT TRUE))[1:100], '{}') AS ids
FROM (
  SELECT i.id, i.agency, i.channel, r.received_day AS day, CASE
    WHEN i.status IN ('received', 'read', 'identified') THEN true
    WHEN i.status = 'classified' THEN i.rule_set_id IS NOT NULL
    WHEN i.lease_id IS NOT NULL THEN false
    WHEN i.status IN ('opened', 'no_request') THEN i.rule_set_id IS NOT NULL
    WHEN i.status IN ('triage', 'quarantined', 'discarded') THEN i.reason_code IS NOT NULL
    WHEN i.status = 'duplicate' THEN i.duplicate_of IS NOT NULL
    ELSE false END AS well
  FROM items i JOIN receipts r ON r.id = i.receipt_id
) judged
GROUP BY agency, channel, day
ORDER BY agency, channel, day
