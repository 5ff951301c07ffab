-- What a person in triage did not take over.
DELETE FROM findings WHERE item_id = :id AND type <> ALL(CAST(:kept AS text[]))
