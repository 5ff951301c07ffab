-- Which employers' agents have these EARNs?
SELECT earn AS value, 'employer_agent' AS subject, CAST(NULL AS bigint) AS employer_id, id AS employer_agent_id,
  CAST(NULL AS bigint) AS person_id, CAST(NULL AS bigint) AS case_id, CAST(NULL AS text) AS role, CAST(NULL AS text) AS name
FROM employer_agents WHERE agency = :agency AND earn = ANY(CAST(:values AS text[])) AND withdrawn_at IS NULL
