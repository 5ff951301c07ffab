-- Take free items of one status: without a lease, or with one that has ended or run out.
-- MATERIALIZED: the choice is made once, so that never more than the limit is taken.
WITH free AS MATERIALIZED (
  SELECT i.id FROM items i LEFT JOIN leases l ON l.id = i.lease_id
  WHERE i.status = :status AND i.id <> ALL(CAST(:passed_over AS bigint[]))
    AND (i.lease_id IS NULL OR l.ended_at IS NOT NULL OR l.until <= clock_timestamp())
  ORDER BY i.priority, i.received_at, i.id
  LIMIT :limit
  FOR UPDATE OF i SKIP LOCKED
)
UPDATE items SET lease_id = :lease_id, tries = tries + 1 FROM free WHERE items.id = free.id
RETURNING items.id, receipt_id, ordinal, agency, channel, received_at, priority, tries
