-- The work under this lease is finished.
UPDATE leases SET ended_at = clock_timestamp() WHERE id = :lease_id AND ended_at IS NULL
