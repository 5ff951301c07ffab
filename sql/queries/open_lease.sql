-- A new lease, running from now by the database's clock.
INSERT INTO leases (holder, started_at, until)
VALUES (:holder, clock_timestamp(), clock_timestamp() + make_interval(secs => :seconds))
RETURNING id
