-- These steps of a plan are done: their letters have left.
UPDATE activities SET status = 'done' WHERE id = ANY(CAST(:ids AS bigint[]))
