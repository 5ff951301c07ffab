-- A step of a plan with what decides whether it may be called done.
SELECT a.*, s.agency, s.reference, s.item_id, s.case_id, s.employer_id, s.employer_agent_id,
  (SELECT n.ordinal FROM next_steps n WHERE n.service_request_id = a.service_request_id) AS next_ordinal,
  (SELECT t.status FROM letters t WHERE t.activity_id = a.id) AS letter_status
FROM activities a JOIN service_requests s ON s.id = a.service_request_id
WHERE a.service_request_id = :service_request_id AND a.ordinal = :ordinal
