-- When did the agents that were found to have written these items act for the employers they name?
SELECT s.item_id, k.starts_on, k.ends_on
FROM senders s
JOIN employers e ON e.id = s.employer_id
JOIN employer_agents a ON a.id = s.employer_agent_id
JOIN employer_agent_links k ON k.agency = a.agency AND k.earn = a.earn AND k.employer_ref = e.employer_ref
WHERE s.item_id = ANY(CAST(:ids AS bigint[])) AND k.withdrawn_at IS NULL
