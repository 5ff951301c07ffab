-- None of its letters may leave: nothing is printed.
UPDATE print_batches SET status = 'void', pages = 0, lease_id = NULL WHERE id = :batch_id AND status = 'queued'
