-- How many obligations are open, overdue at this moment, met or void, by kind?
SELECT agency, kind, CASE WHEN status = 'open' AND due_at < :moment THEN 'overdue' ELSE status END AS state,
  count(*) AS number
FROM obligations GROUP BY agency, kind, 3 ORDER BY agency, kind, 3
