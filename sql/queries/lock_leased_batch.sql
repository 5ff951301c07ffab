-- Does this lease still hold the batch? Locked, so that nobody takes it while it is written.
SELECT id FROM print_batches WHERE id = :batch_id AND lease_id = :lease_id AND status = 'queued'
FOR UPDATE
