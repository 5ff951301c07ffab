-- The second reader: its models as they were trained, which of them was kept, and by which one an item
-- was read. What a person in triage decided otherwise is a correction, and the next reader learns of it.
CREATE TABLE reader_models (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agency text NOT NULL,
  hash text NOT NULL,
  content bytea NOT NULL,
  figures jsonb NOT NULL,
  trained_at timestamptz NOT NULL,
  kept boolean NOT NULL,
  why text NOT NULL,
  UNIQUE (agency, hash)
);
CREATE TABLE corrections (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  item_id bigint NOT NULL REFERENCES items,
  agency text NOT NULL,
  was_status text NOT NULL CHECK (was_status IN ('triage')),
  was_types text[] NOT NULL,
  types text[] NOT NULL,
  raised_for text NOT NULL,
  rule_set_id bigint REFERENCES rule_sets,
  decided_by text NOT NULL,
  decided_at timestamptz NOT NULL,
  why text NOT NULL CHECK (why <> ''),
  UNIQUE (item_id, decided_at)
);
REVOKE UPDATE, DELETE ON reader_models, corrections FROM mailroom_app;
ALTER TABLE items ADD COLUMN reader_hash text;

-- What a person decided rests on the person's word.
CREATE OR REPLACE VIEW service_request_flags AS
SELECT s.agency, s.type, s.raised_for,
  EXISTS (SELECT FROM activities a WHERE a.service_request_id = s.id) AS has_plan,
  s.opened_at >= s.received_at AS opened_after_receipt,
  EXISTS (SELECT FROM findings f WHERE f.item_id = s.item_id AND f.type = s.type
          AND (jsonb_array_length(f.spans) > 0 OR EXISTS (SELECT FROM senders n
            WHERE n.item_id = s.item_id AND n.capacity <> 'unknown')))
    OR EXISTS (SELECT FROM corrections c WHERE c.item_id = s.item_id AND s.type = ANY(c.types)) AS has_evidence,
  i.status = 'opened' AS item_is_opened
FROM service_requests s JOIN items i ON i.id = s.item_id;
