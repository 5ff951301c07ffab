-- These items reached their next status: free again, with a clean count of tries.
UPDATE items SET status = :status, lease_id = NULL, tries = 0 WHERE id = ANY(CAST(:ids AS bigint[]))
