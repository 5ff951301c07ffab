-- Who has these NINOs or SSNs, and in which cases? A number in a letter names a person, not its writer.
SELECT p.national_id AS value, 'participant' AS subject, CAST(NULL AS bigint) AS employer_id, CAST(NULL AS bigint) AS employer_agent_id,
  p.id AS person_id, c.id AS case_id, cp.role, p.given_name || ' ' || p.family_name AS name
FROM persons p
JOIN case_participants cp ON cp.agency = p.agency AND cp.person_ref = p.person_ref AND cp.withdrawn_at IS NULL
JOIN cases c ON c.agency = p.agency AND c.case_number = cp.case_number AND c.withdrawn_at IS NULL
WHERE p.agency = :agency AND p.national_id = ANY(CAST(:values AS text[])) AND p.withdrawn_at IS NULL
