-- Who was found to have written these items, and whether a machine wrote them.
SELECT s.item_id, s.capacity, s.employer_id, s.employer_agent_id, s.person_id, s.case_id, s.conflict,
  s.manual_selection, m.is_bounce, m.is_auto_reply, c.promised_at, i.agency, i.channel, i.received_at,
  i.rule_set_id
FROM senders s JOIN items i ON i.id = s.item_id
LEFT JOIN mails m ON m.item_id = s.item_id
LEFT JOIN calls c ON c.item_id = s.item_id
WHERE s.item_id = ANY(CAST(:ids AS bigint[]))
