-- Has each decided letter exactly the decision it carries, on what it is now, and no other letter one?
SELECT agency, channel, day, count(*) AS whole, count(*) FILTER (WHERE well) AS parts,
  coalesce((array_agg(id ORDER BY id) FILTER (WHERE well IS NOT TRUE))[1:100], '{}') AS ids
FROM (
  SELECT l.id, l.agency, i.channel, r.received_day AS day, CASE
    WHEN l.status IN ('approved', 'rejected') THEN
      count(a.id) FILTER (WHERE a.decision = l.status AND a.content_hash = l.content_hash) = 1
    WHEN l.status IN ('incomplete', 'withheld', 'awaiting_approval') THEN
      count(a.id) FILTER (WHERE a.decision = 'approved' AND a.content_hash = l.content_hash) = 0
    ELSE true END AS well
  FROM letters l JOIN service_requests q ON q.id = l.service_request_id
  JOIN items i ON i.id = q.item_id JOIN receipts r ON r.id = i.receipt_id
  LEFT JOIN approvals a ON a.letter_id = l.id
  GROUP BY l.id, i.channel, r.received_day
) judged
GROUP BY agency, channel, day
ORDER BY agency, channel, day
