-- Move the end of a lease that still runs.
UPDATE leases SET until = clock_timestamp() + make_interval(secs => :seconds)
WHERE id = :lease_id AND ended_at IS NULL AND until > clock_timestamp()
