-- Take a batch that was planned and not sent.
UPDATE print_batches SET lease_id = :lease_id WHERE id = (
  SELECT b.id FROM print_batches b LEFT JOIN leases l ON l.id = b.lease_id
  WHERE b.agency = :agency AND b.status = 'queued'
    AND (b.lease_id IS NULL OR l.ended_at IS NOT NULL OR l.until <= clock_timestamp())
  ORDER BY b.id LIMIT 1 FOR UPDATE OF b SKIP LOCKED)
RETURNING id, agency, made_at
