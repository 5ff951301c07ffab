-- What came of each equation when everything was last compared?
SELECT DISTINCT ON (r.equation) r.equation, r.lines, r.broken, r.broken_ids, r.reconciled_at
FROM reconciliations r
WHERE r.reconciled_at = (SELECT l.reconciled_at FROM reconciliations l ORDER BY l.id DESC LIMIT 1)
ORDER BY r.equation, r.id DESC
