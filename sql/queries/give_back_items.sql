-- Free items of this lease as if they had not been taken: no try is counted.
UPDATE items SET lease_id = NULL, tries = tries - 1
WHERE lease_id = :lease_id AND id = ANY(CAST(:ids AS bigint[]))
