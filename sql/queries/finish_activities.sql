-- These steps of a plan are done.
UPDATE activities SET status = 'done', done_at = :moment, done_by = :who
WHERE id = ANY(CAST(:ids AS bigint[]))
