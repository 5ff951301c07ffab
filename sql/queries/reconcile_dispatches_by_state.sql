-- Are the dispatches the sum of their states, each of an approved letter unless it failed? The day is the contact's.
SELECT agency, channel, day, count(*) AS whole, count(*) FILTER (WHERE well) AS parts,
  coalesce((array_agg(id ORDER BY id) FILTER (WHERE well IS NOT TRUE))[1:100], '{}') AS ids
FROM (
  SELECT d.id, l.agency, i.channel, r.received_day AS day, (l.status = 'approved' OR d.status = 'failed') AND CASE
    WHEN d.status IN ('queued', 'sending') THEN d.sent_at IS NULL
    WHEN d.status IN ('sent', 'returned') THEN d.sent_at IS NOT NULL
    WHEN d.status IN ('uncertain', 'failed') THEN true
    ELSE false END AS well
  FROM dispatches d JOIN letters l ON l.id = d.letter_id JOIN service_requests q ON q.id = l.service_request_id
  JOIN items i ON i.id = q.item_id JOIN receipts r ON r.id = i.receipt_id
) judged
GROUP BY agency, channel, day
ORDER BY agency, channel, day
