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
