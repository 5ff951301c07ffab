-- What each activity's letter is about, and its recipient as the registers have it.
WITH wanted AS (
  SELECT a.id AS activity_id, a.ordinal, a.letter_template, a.due_at, s.id AS service_request_id,
    s.agency, s.type, s.raised_for, s.owner, s.received_at, s.employer_id, s.employer_agent_id,
    s.person_id, s.case_id, s.item_id, i.channel, o.due_at AS owed_at,
    ARRAY(SELECT DISTINCT b.done_by FROM activities b
      WHERE b.service_request_id = s.id AND b.status = 'done' ORDER BY b.done_by) AS done_by
  FROM activities a JOIN service_requests s ON s.id = a.service_request_id
  JOIN items i ON i.id = s.item_id
  LEFT JOIN obligations o ON o.service_request_id = s.id
  WHERE a.id = ANY(CAST(:ids AS bigint[]))
), addressed AS (
  SELECT w.*, e.employer_ref, c.case_number, c.owner AS case_owner,
    CASE w.raised_for WHEN 'employer' THEN 'employer' WHEN 'employer_agent' THEN 'employer_agent'
      WHEN 'attorney' THEN 'attorney' WHEN 'paying_parent' THEN 'person'
      WHEN 'receiving_parent' THEN 'person' END AS recipient_kind,
    CASE w.raised_for WHEN 'employer' THEN e.employer_ref WHEN 'employer_agent' THEN g.earn
      WHEN 'attorney' THEN t.attorney_ref WHEN 'paying_parent' THEN p.person_ref
      WHEN 'receiving_parent' THEN p.person_ref END AS recipient_ref,
    CASE w.raised_for WHEN 'employer' THEN e.name WHEN 'employer_agent' THEN g.name
      WHEN 'attorney' THEN t.name
      WHEN 'paying_parent' THEN concat_ws(' ', p.title, p.given_name, p.family_name)
      WHEN 'receiving_parent' THEN concat_ws(' ', p.title, p.given_name, p.family_name) END AS name,
    CASE w.raised_for WHEN 'employer' THEN e.contact_name WHEN 'attorney' THEN t.name
      WHEN 'paying_parent' THEN concat_ws(' ', coalesce(p.title, p.given_name), p.family_name)
      WHEN 'receiving_parent' THEN concat_ws(' ', coalesce(p.title, p.given_name), p.family_name) END AS salutation
  FROM wanted w
  LEFT JOIN employers e ON e.id = w.employer_id AND e.withdrawn_at IS NULL
  LEFT JOIN employer_agents g ON g.id = w.employer_agent_id AND g.withdrawn_at IS NULL
  LEFT JOIN persons p ON p.id = w.person_id AND p.withdrawn_at IS NULL AND p.died_on IS NULL
  LEFT JOIN cases c ON c.id = w.case_id
  LEFT JOIN LATERAL (SELECT min(name) AS name, min(attorney_ref) AS attorney_ref FROM attorneys t
    WHERE t.agency = w.agency AND t.case_number = c.case_number AND t.person_ref = p.person_ref
      AND t.withdrawn_at IS NULL HAVING count(*) = 1) t ON true
)
SELECT d.*, b.id AS address_id, b.version AS address_version, b.lines, b.problems,
  coalesce(f.os_user, f.staff_ref) AS case_owner_user
FROM addressed d
LEFT JOIN addresses b ON b.agency = d.agency AND b.owner_kind = d.recipient_kind
  AND b.owner_ref = d.recipient_ref AND b.withdrawn_at IS NULL
  AND NOT EXISTS (SELECT FROM addresses o WHERE o.agency = b.agency AND o.owner_kind = b.owner_kind
    AND o.owner_ref = b.owner_ref AND o.withdrawn_at IS NULL AND o.id <> b.id) -- two: nobody guesses
LEFT JOIN staff f ON f.agency = d.agency AND f.staff_ref = d.case_owner
ORDER BY d.activity_id
