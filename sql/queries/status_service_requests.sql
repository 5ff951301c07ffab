-- How many service requests are there by type, open and closed?
SELECT agency, type AS kind, status AS state, count(*) AS number
FROM service_requests GROUP BY agency, type, status ORDER BY agency, type, status
