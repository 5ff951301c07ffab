-- Is the opening of each service request told once, and no opening told that was none? ids are of items.
SELECT i.agency, i.channel, r.received_day AS day,
  count(q.id) AS whole, count(n.id) AS parts,
  coalesce((array_agg(i.id ORDER BY i.id) FILTER (WHERE q.id IS NULL OR n.id IS NULL))[1:100], '{}') AS ids
FROM service_requests q
FULL JOIN (SELECT id, item_id, narrative_key FROM narratives WHERE event = 'service_request_opened') n
  ON n.narrative_key = 'opened:' || q.item_id || ':' || q.type
JOIN items i ON i.id = coalesce(q.item_id, n.item_id)
JOIN receipts r ON r.id = i.receipt_id
GROUP BY i.agency, i.channel, r.received_day
ORDER BY i.agency, i.channel, r.received_day
