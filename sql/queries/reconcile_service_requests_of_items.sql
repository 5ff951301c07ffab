-- Has each opened item a service request, and no other item one?
SELECT agency, channel, day, count(*) AS whole, count(*) FILTER (WHERE well) AS parts,
  coalesce((array_agg(id ORDER BY id) FILTER (WHERE well IS NOT TRUE))[1:100], '{}') AS ids
FROM (
  SELECT i.id, i.agency, i.channel, r.received_day AS day,
    (i.status = 'opened') = (count(s.id) >= 1) AND coalesce(bool_and(s.agency = i.agency), true) AS well
  FROM items i JOIN receipts r ON r.id = i.receipt_id
  LEFT JOIN service_requests s ON s.item_id = i.id
  GROUP BY i.id, r.received_day
) judged
GROUP BY agency, channel, day
ORDER BY agency, channel, day
