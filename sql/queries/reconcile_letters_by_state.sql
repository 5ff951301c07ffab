-- Are the letters the sum of their states, each with what its state needs? The day is the contact's.
SELECT agency, channel, day, count(*) AS whole, count(*) FILTER (WHERE well) AS parts,
  coalesce((array_agg(id ORDER BY id) FILTER (WHERE well IS NOT TRUE))[1:100], '{}') AS ids
FROM (
  SELECT l.id, l.agency, i.channel, r.received_day AS day, CASE
    WHEN l.status IN ('incomplete', 'withheld') THEN l.reason_code IS NOT NULL
    WHEN l.status IN ('sent_back', 'rejected', 'withdrawn') THEN l.reason_code IS NOT NULL
      AND l.content_hash IS NOT NULL AND l.archive_sha256 IS NOT NULL
    WHEN l.status IN ('awaiting_approval', 'approved') THEN l.content_hash IS NOT NULL
      AND l.archive_sha256 IS NOT NULL AND l.address_id IS NOT NULL AND l.pages >= 1
    ELSE false END AND l.agency = q.agency AS well
  FROM letters l JOIN service_requests q ON q.id = l.service_request_id
  JOIN items i ON i.id = q.item_id JOIN receipts r ON r.id = i.receipt_id
) judged
GROUP BY agency, channel, day
ORDER BY agency, channel, day
