-- Which items wait for a person to say what they ask for? Urgent ones first, then the oldest.
SELECT i.id, i.agency, i.channel, i.received_at, i.urgent, i.reason_code, i.reason,
  s.capacity, coalesce(array_agg(f.type ORDER BY f.score DESC, f.id) FILTER (WHERE f.type IS NOT NULL), '{}') AS suggested
FROM items i LEFT JOIN senders s ON s.item_id = i.id LEFT JOIN findings f ON f.item_id = i.id
WHERE i.status = 'triage' AND (CAST(:agency AS text) IS NULL OR i.agency = :agency)
GROUP BY i.id, s.capacity ORDER BY i.priority, i.received_at, i.id
