-- How many items are there by channel and status?
SELECT agency, channel AS kind, status AS state, count(*) AS number
FROM items GROUP BY agency, channel, status ORDER BY agency, channel, status
