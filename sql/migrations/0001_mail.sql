-- Mail as it came in: receipts, items, what was read, and the leases under which work is done.
DO $$ BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO mailroom_app', current_database());
END $$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO mailroom_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO mailroom_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO mailroom_app;
GRANT SELECT ON schema_migrations TO mailroom_app;

CREATE TABLE leases (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  holder text NOT NULL,
  started_at timestamptz NOT NULL,
  until timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX leases_open_by_holder ON leases (holder) WHERE ended_at IS NULL;

CREATE TABLE receipts (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agency text NOT NULL CHECK (agency IN ('cms', 'ors')),
  channel text NOT NULL CHECK (channel IN ('email', 'letter', 'fax', 'telephone')),
  source text NOT NULL,
  source_reference text NOT NULL,
  received_at timestamptz NOT NULL,
  received_day date NOT NULL,
  collected_at timestamptz NOT NULL,
  content_sha256 text NOT NULL CHECK (length(content_sha256) = 64),
  content_bytes bigint NOT NULL CHECK (content_bytes >= 0),
  file_name text NOT NULL,
  media_type text NOT NULL,
  facts jsonb NOT NULL,
  status text NOT NULL CHECK (status IN ('received', 'ingested', 'duplicate', 'quarantined', 'discarded')),
  duplicate_of bigint REFERENCES receipts,
  reason_code text,
  reason text,
  UNIQUE (source, source_reference),
  CHECK ((status = 'duplicate') = (duplicate_of IS NOT NULL)),
  CHECK ((status IN ('quarantined', 'discarded')) = (reason_code IS NOT NULL))
);
CREATE INDEX receipts_by_content ON receipts (agency, content_sha256);
CREATE INDEX receipts_by_day ON receipts (agency, channel, received_day);

CREATE TABLE items (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  receipt_id bigint NOT NULL REFERENCES receipts,
  ordinal integer NOT NULL CHECK (ordinal >= 1),
  agency text NOT NULL CHECK (agency IN ('cms', 'ors')),
  channel text NOT NULL CHECK (channel IN ('email', 'letter', 'fax', 'telephone')),
  received_at timestamptz NOT NULL,
  priority smallint NOT NULL DEFAULT 0,
  urgent text[] NOT NULL DEFAULT '{}',
  status text NOT NULL CHECK (status IN ('received', 'read', 'identified', 'classified', 'opened',
    'no_request', 'triage', 'duplicate', 'quarantined', 'discarded')),
  tries smallint NOT NULL DEFAULT 0,
  lease_id bigint REFERENCES leases,
  duplicate_of bigint REFERENCES items,
  rule_set_id bigint,
  reason_code text,
  reason text,
  UNIQUE (receipt_id, ordinal)
);
CREATE INDEX items_to_claim ON items (status, priority, received_at, id)
  WHERE status IN ('received', 'read', 'identified', 'classified');
CREATE INDEX items_by_lease ON items (lease_id) WHERE lease_id IS NOT NULL;

CREATE TABLE documents (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  item_id bigint NOT NULL REFERENCES items,
  part text NOT NULL,
  ordinal integer NOT NULL,
  name text,
  media_type text NOT NULL,
  bytes bigint NOT NULL,
  encrypted boolean NOT NULL,
  content_sha256 text,
  language text,
  body text NOT NULL,
  unread_reason text,
  UNIQUE (item_id, part)
);

CREATE TABLE pages (
  document_id bigint NOT NULL REFERENCES documents,
  number integer NOT NULL CHECK (number >= 1),
  method text NOT NULL CHECK (method IN ('text_layer', 'ocr', 'none')),
  confidence real CHECK (confidence BETWEEN 0 AND 1),
  characters integer NOT NULL,
  PRIMARY KEY (document_id, number)
);

CREATE TABLE mails (
  item_id bigint PRIMARY KEY REFERENCES items,
  from_name text,
  from_email text,
  message_id text,
  dated_at timestamptz,
  is_bounce boolean NOT NULL,
  is_auto_reply boolean NOT NULL,
  authentication text
);
CREATE INDEX mails_by_message_id ON mails (message_id);

CREATE TABLE calls (
  item_id bigint PRIMARY KEY REFERENCES items,
  caller_number text,
  name_as_given text,
  reference_entered text,
  line_called text,
  promised_at timestamptz
);

-- What a source said it held when it was last looked at; reconciliation compares it with receipts.
CREATE TABLE source_counts (
  source text PRIMARY KEY,
  agency text NOT NULL,
  channel text NOT NULL,
  offered bigint NOT NULL,
  unreceipted bigint NOT NULL,
  counted_at timestamptz NOT NULL
);
