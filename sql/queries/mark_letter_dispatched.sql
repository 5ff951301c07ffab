-- Where a letter lies in the batch that has left.
UPDATE dispatches SET status = 'sent', sent_at = :moment, first_page = :first_page, pages = :pages
WHERE print_batch_id = :batch_id AND letter_id = :letter_id AND status = 'sending'
