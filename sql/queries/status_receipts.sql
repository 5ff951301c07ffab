-- How many receipts are there by channel and outcome?
SELECT agency, channel AS kind, status AS state, count(*) AS number
FROM receipts GROUP BY agency, channel, status ORDER BY agency, channel, status
