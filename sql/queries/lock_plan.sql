-- The plan of a service request, locked: steps are finished and drafted one at a time.
SELECT id FROM activities WHERE service_request_id = :service_request_id ORDER BY id FOR UPDATE
