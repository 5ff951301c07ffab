-- Which promised times have passed unkept, each counted once?
UPDATE obligations o SET promise_broken_at = :moment FROM service_requests s
WHERE s.id = o.service_request_id AND o.status = 'open' AND o.promise_broken_at IS NULL AND o.promised_at < :moment
  AND (CAST(:agency AS text) IS NULL OR o.agency = :agency)
RETURNING o.id, o.service_request_id, o.kind, o.reference, s.item_id, s.case_id, s.employer_id, s.employer_agent_id
