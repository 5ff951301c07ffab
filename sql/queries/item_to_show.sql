-- What there is to know of one item beside its words.
SELECT i.id AS item_id, i.agency, i.channel, i.reason, s.capacity, s.case_id, s.employer_id, s.employer_agent_id
FROM items i LEFT JOIN senders s ON s.item_id = i.id WHERE i.id = :id
