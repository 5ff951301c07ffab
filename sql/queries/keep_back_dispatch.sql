-- A letter of a batch that a check stopped: it stays behind, for a person.
UPDATE dispatches SET status = 'failed', reason = :reason
WHERE print_batch_id = :batch_id AND letter_id = :letter_id AND status = 'sending'
