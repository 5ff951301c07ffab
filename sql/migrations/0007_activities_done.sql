-- Who did a step of a plan, and when: an author of the letters that follow from it. Steps that were
-- done before had their letters sent.
ALTER TABLE activities ADD COLUMN done_at timestamptz, ADD COLUMN done_by text;
UPDATE activities a SET done_by = 'mailroom', done_at = coalesce(
    (SELECT max(d.sent_at) FROM letters t JOIN dispatches d ON d.letter_id = t.id WHERE t.activity_id = a.id),
    s.opened_at)
  FROM service_requests s WHERE s.id = a.service_request_id AND a.status = 'done';
ALTER TABLE activities ADD CONSTRAINT activities_done CHECK (
  (status = 'done') = (done_at IS NOT NULL) AND (status = 'done') = (done_by IS NOT NULL));

-- The mandatory step that comes next for each open service request and is a person's turn: a step that
-- writes a letter is one only when its letter cannot leave by itself. `next_letter` is what the plan
-- writes later on.
CREATE VIEW next_steps AS
SELECT DISTINCT ON (s.id) a.id, a.service_request_id, s.agency, s.type, a.ordinal, a.title, a.owner_role, a.due_at,
  (SELECT c.letter_template FROM activities c
    WHERE c.service_request_id = s.id AND c.ordinal > a.ordinal AND c.status = 'open'
      AND c.mandatory AND c.letter_template IS NOT NULL
    ORDER BY c.ordinal LIMIT 1) AS next_letter
FROM service_requests s JOIN activities a ON a.service_request_id = s.id
LEFT JOIN letters t ON t.activity_id = a.id
WHERE s.status = 'open' AND a.status = 'open' AND a.mandatory
  AND (a.letter_template IS NULL OR t.status IN ('incomplete', 'withheld', 'rejected', 'withdrawn'))
ORDER BY s.id, a.ordinal;
