-- Has each receipt the items it was found to hold, numbered without a gap, or none at all?
SELECT agency, channel, day, count(*) AS whole, count(*) FILTER (WHERE well) AS parts,
  coalesce((array_agg(id ORDER BY id) FILTER (WHERE well IS NOT TRUE))[1:100], '{}') AS ids
FROM (
  SELECT r.id, r.agency, r.channel, r.received_day AS day, CASE
    WHEN r.status IN ('received', 'ingested') THEN count(i.id) >= 1
      AND count(i.id) = r.items_held AND min(i.ordinal) = 1 AND max(i.ordinal) = count(i.id)
      AND bool_and(i.agency = r.agency AND i.channel = r.channel)
    ELSE count(i.id) = 0 END AS well
  FROM receipts r LEFT JOIN items i ON i.receipt_id = r.id
  GROUP BY r.id
) judged
GROUP BY agency, channel, day
ORDER BY agency, channel, day
