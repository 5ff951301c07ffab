-- The batch is about to be written where the printer takes it.
UPDATE dispatches SET status = 'sending' WHERE print_batch_id = :batch_id AND status = 'queued'
