-- Who in the registers uses these email addresses?
SELECT e.email AS value, 'employer' AS subject, e.id AS employer_id, CAST(NULL AS bigint) AS employer_agent_id,
  CAST(NULL AS bigint) AS person_id, CAST(NULL AS bigint) AS case_id, CAST(NULL AS text) AS role, CAST(NULL AS text) AS name
FROM employers e WHERE e.agency = :agency AND e.email = ANY(CAST(:values AS text[])) AND e.withdrawn_at IS NULL
UNION ALL
SELECT a.email, 'employer_agent', NULL, a.id, NULL, NULL, NULL, NULL
FROM employer_agents a WHERE a.agency = :agency AND a.email = ANY(CAST(:values AS text[])) AND a.withdrawn_at IS NULL
UNION ALL
SELECT p.email, 'participant', NULL, NULL, p.id, c.id, cp.role, NULL
FROM persons p
JOIN case_participants cp ON cp.agency = p.agency AND cp.person_ref = p.person_ref AND cp.withdrawn_at IS NULL
JOIN cases c ON c.agency = p.agency AND c.case_number = cp.case_number AND c.withdrawn_at IS NULL
WHERE p.agency = :agency AND p.email = ANY(CAST(:values AS text[])) AND p.withdrawn_at IS NULL
UNION ALL
SELECT t.email, 'attorney', NULL, NULL, p.id, c.id, NULL, NULL
FROM attorneys t
JOIN persons p ON p.agency = t.agency AND p.person_ref = t.person_ref
JOIN cases c ON c.agency = t.agency AND c.case_number = t.case_number AND c.withdrawn_at IS NULL
WHERE t.agency = :agency AND t.email = ANY(CAST(:values AS text[])) AND t.withdrawn_at IS NULL
UNION ALL
SELECT w.agent_email, poa_capacity(w, CAST(:on AS date)),
  NULL, NULL, p.id, c.id, NULL, NULL
FROM powers_of_attorney w
JOIN persons p ON p.agency = w.agency AND p.person_ref = w.person_ref
JOIN cases c ON c.agency = w.agency AND c.case_number = w.case_number AND c.withdrawn_at IS NULL
WHERE w.agency = :agency AND w.agent_email = ANY(CAST(:values AS text[])) AND w.withdrawn_at IS NULL
