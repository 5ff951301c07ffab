-- A holder that starts again gives up what it held before.
UPDATE leases SET ended_at = clock_timestamp() WHERE holder = :holder AND ended_at IS NULL
