-- Letters of a planned batch that promise a day which has come by now.
UPDATE dispatches SET status = 'failed', reason = :reason
FROM letters l
WHERE dispatches.print_batch_id = :batch_id AND dispatches.letter_id = l.id
  AND dispatches.status IN ('queued', 'sending') AND l.promised_on <= :today
