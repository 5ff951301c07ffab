-- How many letters are in print batches, by status of batch and dispatch?
SELECT b.agency, 'batch_' || b.status AS kind, d.status AS state, count(*) AS number
FROM dispatches d JOIN print_batches b ON b.id = d.print_batch_id
GROUP BY b.agency, b.status, d.status ORDER BY b.agency, b.status, d.status
