-- A letter with all that a decision on it binds.
SELECT l.*, s.item_id, s.case_id, s.employer_id, s.employer_agent_id
FROM letters l JOIN service_requests s ON s.id = l.service_request_id WHERE l.id = :id
