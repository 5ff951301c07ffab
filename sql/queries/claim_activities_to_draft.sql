-- Take activities whose turn it is, that want a letter and have none yet. A letter may say what was
-- done, so every mandatory step before it must be done.
WITH free AS MATERIALIZED (
  SELECT a.id FROM activities a LEFT JOIN leases l ON l.id = a.lease_id
  WHERE a.letter_template IS NOT NULL AND a.status = 'open'
    AND NOT EXISTS (SELECT FROM letters t WHERE t.activity_id = a.id)
    AND NOT EXISTS (SELECT FROM activities b WHERE b.service_request_id = a.service_request_id
      AND b.ordinal < a.ordinal AND b.mandatory AND b.status = 'open')
    AND (a.lease_id IS NULL OR l.ended_at IS NOT NULL OR l.until <= clock_timestamp())
  ORDER BY a.due_at NULLS LAST, a.id LIMIT :limit FOR UPDATE OF a SKIP LOCKED
)
UPDATE activities SET lease_id = :lease_id FROM free WHERE activities.id = free.id
RETURNING activities.id
