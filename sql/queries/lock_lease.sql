-- The fence: the lease, locked, if it still runs.
SELECT id FROM leases
WHERE id = :lease_id AND ended_at IS NULL AND until > clock_timestamp()
FOR UPDATE
