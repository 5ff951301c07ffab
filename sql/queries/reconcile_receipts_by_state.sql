-- Are the receipts the sum of their states, each with what its state needs?
SELECT agency, channel, day, count(*) AS whole, count(*) FILTER (WHERE well) AS parts,
  coalesce((array_agg(id ORDER BY id) FILTER (WHERE well IS NOT TRUE))[1:100], '{}') AS ids
FROM (
  SELECT r.id, r.agency, r.channel, r.received_day AS day, CASE r.status
    WHEN 'received' THEN true
    WHEN 'ingested' THEN true
    WHEN 'duplicate' THEN coalesce(o.status <> 'duplicate' AND o.agency = r.agency
      AND o.content_sha256 = r.content_sha256, false)
    WHEN 'quarantined' THEN r.reason_code IS NOT NULL
    WHEN 'discarded' THEN r.reason_code IS NOT NULL
    ELSE false END AS well
  FROM receipts r LEFT JOIN receipts o ON o.id = r.duplicate_of
) judged
GROUP BY agency, channel, day
ORDER BY agency, channel, day
