-- Letters of a planned batch that may not leave any more: no longer approved, or the address they
-- are printed with is no longer the one on record.
UPDATE dispatches SET status = 'failed', reason = :reason
FROM letters l JOIN addresses b ON b.id = l.address_id
WHERE dispatches.print_batch_id = :batch_id AND dispatches.letter_id = l.id
  AND dispatches.status IN ('queued', 'sending')
  AND (l.status <> 'approved' OR b.withdrawn_at IS NOT NULL OR b.version <> l.address_version)
