-- Which employers have these references?
SELECT employer_ref AS value, 'employer' AS subject, id AS employer_id, CAST(NULL AS bigint) AS employer_agent_id,
  CAST(NULL AS bigint) AS person_id, CAST(NULL AS bigint) AS case_id, CAST(NULL AS text) AS role, CAST(NULL AS text) AS name
FROM employers WHERE agency = :agency AND employer_ref = ANY(CAST(:values AS text[])) AND withdrawn_at IS NULL
