-- The ends of these chains, locked in one order so that writers never wait in a circle.
SELECT h.subject_kind, h.subject_id, h.sequence, h.hash
FROM narrative_heads h
JOIN unnest(CAST(:kinds AS text[]), CAST(:ids AS bigint[])) AS s (kind, id)
  ON h.subject_kind = s.kind AND h.subject_id = s.id
ORDER BY h.subject_kind, h.subject_id
FOR UPDATE OF h
