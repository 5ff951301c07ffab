-- The letter takes the status of the decision on it.
UPDATE letters SET status = :status, reason_code = :reason_code, reason = :reason WHERE id = :id
