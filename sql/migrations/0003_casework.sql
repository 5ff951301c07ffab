-- From a reading to what the agency does about it.
CREATE TABLE rule_sets (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agency text NOT NULL, hash text NOT NULL, content jsonb NOT NULL, stored_at timestamptz NOT NULL,
  UNIQUE (agency, hash)
);
CREATE TABLE rule_activations (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agency text NOT NULL, rule_set_id bigint NOT NULL REFERENCES rule_sets,
  activated_at timestamptz NOT NULL, activated_by text NOT NULL
);
REVOKE UPDATE, DELETE ON rule_sets, rule_activations FROM mailroom_app;
ALTER TABLE items ADD FOREIGN KEY (rule_set_id) REFERENCES rule_sets;

CREATE TABLE senders (
  item_id bigint PRIMARY KEY REFERENCES items,
  capacity text NOT NULL CHECK (capacity IN ('employer', 'employer_agent', 'paying_parent',
    'receiving_parent', 'attorney', 'poa_agent', 'third_party', 'other_agency', 'unknown')),
  employer_id bigint REFERENCES employers,
  employer_agent_id bigint REFERENCES employer_agents,
  person_id bigint REFERENCES persons,
  case_id bigint REFERENCES cases,
  conflict boolean NOT NULL,
  manual_selection text,
  evidence jsonb NOT NULL
);

CREATE TABLE findings (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  item_id bigint NOT NULL REFERENCES items,
  type text NOT NULL,
  score real NOT NULL CHECK (score BETWEEN 0 AND 1),
  spans jsonb NOT NULL,
  rule text NOT NULL,
  reference text,
  unclear text[] NOT NULL,
  UNIQUE (item_id, type)
);

CREATE TABLE service_requests (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  item_id bigint NOT NULL REFERENCES items,
  agency text NOT NULL,
  type text NOT NULL,
  process text, area text, sub_area text,
  raised_for text NOT NULL,
  employer_id bigint REFERENCES employers,
  employer_agent_id bigint REFERENCES employer_agents,
  person_id bigint REFERENCES persons,
  case_id bigint REFERENCES cases,
  owner text NOT NULL,
  reference text,
  received_at timestamptz NOT NULL,
  opened_at timestamptz NOT NULL,
  status text NOT NULL CHECK (status IN ('open', 'closed')),
  UNIQUE (item_id, type),
  CHECK ((process IS NULL) = (area IS NULL) AND (area IS NULL) = (sub_area IS NULL))
);

CREATE TABLE activities (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  service_request_id bigint NOT NULL REFERENCES service_requests,
  ordinal integer NOT NULL,
  title text NOT NULL,
  owner_role text NOT NULL,
  mandatory boolean NOT NULL,
  due_at timestamptz,
  letter_template text,
  status text NOT NULL CHECK (status IN ('open', 'done')),
  lease_id bigint REFERENCES leases,
  UNIQUE (service_request_id, ordinal)
);
CREATE INDEX activities_to_draft ON activities (id) WHERE letter_template IS NOT NULL AND status = 'open';

CREATE TABLE obligations (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  service_request_id bigint NOT NULL REFERENCES service_requests,
  agency text NOT NULL,
  kind text NOT NULL,
  received_at timestamptz NOT NULL,
  policy_due_at timestamptz NOT NULL,
  promised_at timestamptz,
  due_at timestamptz NOT NULL,
  status text NOT NULL CHECK (status IN ('open', 'met', 'void')),
  flagged_at timestamptz,
  promise_broken_at timestamptz,
  met_at timestamptz,
  reference text,
  unclear text[] NOT NULL,
  UNIQUE (service_request_id, kind),
  CHECK (due_at = least(policy_due_at, promised_at)),
  CHECK ((status = 'met') = (met_at IS NOT NULL))
);
CREATE INDEX obligations_due ON obligations (due_at, id) WHERE status = 'open';

CREATE TABLE escalations (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  obligation_id bigint REFERENCES obligations,
  item_id bigint REFERENCES items,
  rung integer NOT NULL,
  office text NOT NULL,
  trigger text NOT NULL CHECK (trigger IN ('overdue', 'urgent', 'unresolved')),
  reference text,
  evidence jsonb NOT NULL,
  escalated_at timestamptz NOT NULL,
  UNIQUE (obligation_id, rung, office),
  UNIQUE (item_id, trigger, office),
  CHECK ((obligation_id IS NULL) <> (item_id IS NULL))
);

-- Append-only, chained by subject. The head of each chain is locked while it grows.
CREATE TABLE narrative_heads (
  subject_kind text NOT NULL CHECK (subject_kind IN ('case', 'employer', 'employer_agent', 'item')),
  subject_id bigint NOT NULL,
  sequence bigint NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (subject_kind, subject_id)
);
CREATE TABLE narratives (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  narrative_key text NOT NULL UNIQUE,
  subject_kind text NOT NULL,
  subject_id bigint NOT NULL,
  sequence bigint NOT NULL CHECK (sequence >= 1),
  at timestamptz NOT NULL,
  author text NOT NULL,
  event text NOT NULL,
  words text NOT NULL,
  reference text,
  item_id bigint REFERENCES items,
  previous_hash text NOT NULL,
  hash text NOT NULL,
  UNIQUE (subject_kind, subject_id, sequence)
);
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER narratives_append_only BEFORE UPDATE OR DELETE ON narratives
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER narratives_not_truncated BEFORE TRUNCATE ON narratives
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE ON narratives FROM mailroom_app;

-- What leaves without paper: notices to offices and staff. Sent by a step, never by a transaction.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  message_key text NOT NULL UNIQUE,
  agency text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('notice')),
  office text NOT NULL,
  recipient text NOT NULL,
  subject text NOT NULL,
  body text NOT NULL,
  status text NOT NULL CHECK (status IN ('queued', 'sending', 'sent', 'uncertain', 'failed')),
  queued_at timestamptz NOT NULL,
  sent_at timestamptz,
  lease_id bigint REFERENCES leases
);
CREATE INDEX outbox_to_send ON outbox (id) WHERE status IN ('queued', 'sending');
