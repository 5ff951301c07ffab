-- What came of each rule when its boundary was last checked?
SELECT DISTINCT ON (q.boundary, q.rule) q.boundary, q.rule, q.severity, q.passed, q.rows_checked,
  q.rows_failed, q.checked_at
FROM quality_results q
WHERE q.checked_at = (SELECT l.checked_at FROM quality_results l WHERE l.boundary = q.boundary
  ORDER BY l.id DESC LIMIT 1)
ORDER BY q.boundary, q.rule, q.id DESC
