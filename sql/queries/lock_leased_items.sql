-- Which items does this lease still hold? Locked, so that nobody takes them while they are written.
SELECT id FROM items WHERE lease_id = :lease_id ORDER BY id FOR UPDATE
