-- The new end of a chain.
UPDATE narrative_heads SET sequence = :sequence, hash = :hash
WHERE subject_kind = :kind AND subject_id = :id
