-- How many letters are there by template and status?
SELECT agency, template AS kind, status AS state, count(*) AS number
FROM letters GROUP BY agency, template, status ORDER BY agency, template, status
