-- How many matters stand on each rung of each office? Rung 0 is told at once.
SELECT coalesce(o.agency, i.agency) AS agency, e.office AS kind, 'rung_' || e.rung AS state, count(*) AS number
FROM escalations e LEFT JOIN obligations o ON o.id = e.obligation_id LEFT JOIN items i ON i.id = e.item_id
GROUP BY 1, e.office, e.rung ORDER BY 1, e.office, e.rung
