-- Which cases have these numbers, and who takes part in them or speaks for somebody who does?
SELECT c.case_number AS value, 'case' AS subject, CAST(NULL AS bigint) AS employer_id, CAST(NULL AS bigint) AS employer_agent_id,
  CAST(NULL AS bigint) AS person_id, c.id AS case_id, CAST(NULL AS text) AS role, CAST(NULL AS text) AS name
FROM cases c WHERE c.agency = :agency AND c.case_number = ANY(CAST(:values AS text[])) AND c.withdrawn_at IS NULL
UNION ALL
SELECT c.case_number, 'participant', NULL, NULL, p.id, c.id, cp.role, p.given_name || ' ' || p.family_name
FROM cases c
JOIN case_participants cp ON cp.agency = c.agency AND cp.case_number = c.case_number AND cp.withdrawn_at IS NULL
JOIN persons p ON p.agency = c.agency AND p.person_ref = cp.person_ref AND p.withdrawn_at IS NULL
WHERE c.agency = :agency AND c.case_number = ANY(CAST(:values AS text[])) AND c.withdrawn_at IS NULL
UNION ALL
SELECT c.case_number, 'attorney', NULL, NULL, p.id, c.id, NULL, t.name
FROM cases c
JOIN attorneys t ON t.agency = c.agency AND t.case_number = c.case_number AND t.withdrawn_at IS NULL
JOIN persons p ON p.agency = c.agency AND p.person_ref = t.person_ref
WHERE c.agency = :agency AND c.case_number = ANY(CAST(:values AS text[])) AND c.withdrawn_at IS NULL
UNION ALL
SELECT c.case_number, poa_capacity(w, CAST(:on AS date)),
  NULL, NULL, p.id, c.id, NULL, w.agent_name
FROM cases c
JOIN powers_of_attorney w ON w.agency = c.agency AND w.case_number = c.case_number AND w.withdrawn_at IS NULL
JOIN persons p ON p.agency = c.agency AND p.person_ref = w.person_ref
WHERE c.agency = :agency AND c.case_number = ANY(CAST(:values AS text[])) AND c.withdrawn_at IS NULL
