-- A person said what the item asks for.
UPDATE items SET status = :status, reason_code = :reason_code, reason = :reason, tries = 0 WHERE id = :id
