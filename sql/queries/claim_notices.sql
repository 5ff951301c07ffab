-- Take notices to send: queued, or left by a sender whose lease has ended.
WITH free AS MATERIALIZED (
  SELECT o.id FROM outbox o LEFT JOIN leases l ON l.id = o.lease_id
  WHERE o.status = 'queued'
    OR (o.status = 'sending' AND (l.ended_at IS NOT NULL OR l.until <= clock_timestamp()))
  ORDER BY o.id LIMIT :limit FOR UPDATE OF o SKIP LOCKED
)
UPDATE outbox SET status = 'sending', lease_id = :lease_id FROM free WHERE outbox.id = free.id
RETURNING outbox.id, message_key, agency, office, recipient, subject, body, queued_at
