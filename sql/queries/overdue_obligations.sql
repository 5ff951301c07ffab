-- Overdue obligations after this one, with the rungs they have climbed already.
SELECT o.id, o.service_request_id, o.agency, o.kind, o.due_at, o.reference,
  s.item_id, s.case_id, s.employer_id, s.employer_agent_id,
  ARRAY(SELECT DISTINCT e.rung FROM escalations e WHERE e.obligation_id = o.id) AS climbed
FROM obligations o JOIN service_requests s ON s.id = o.service_request_id
WHERE o.status = 'open' AND o.due_at < :moment AND o.id > :after
  AND (CAST(:agency AS text) IS NULL OR o.agency = :agency)
ORDER BY o.id LIMIT :limit
