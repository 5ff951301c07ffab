-- A chain that does not exist yet starts at nothing.
INSERT INTO narrative_heads (subject_kind, subject_id, sequence, hash)
SELECT kind, id, 0, :start FROM unnest(CAST(:kinds AS text[]), CAST(:ids AS bigint[])) AS s (kind, id)
ON CONFLICT DO NOTHING
