-- Letters, the decisions on them, and the print batches they leave in.
CREATE TABLE letters (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  letter_key text NOT NULL UNIQUE,
  agency text NOT NULL,
  service_request_id bigint NOT NULL REFERENCES service_requests,
  activity_id bigint NOT NULL REFERENCES activities,
  template text NOT NULL,
  template_version text NOT NULL,
  layout_version text,
  fonts_version text,
  language text NOT NULL,
  recipient_kind text CHECK (recipient_kind IN ('employer', 'employer_agent', 'person', 'attorney')),
  recipient_ref text,
  address_id bigint REFERENCES addresses,
  address_version text,
  canonical jsonb,
  content_hash text,
  archive_sha256 text,
  pages integer,
  touched_by text[] NOT NULL CHECK (cardinality(touched_by) > 0),
  status text NOT NULL CHECK (status IN ('incomplete', 'withheld', 'awaiting_approval', 'sent_back',
    'rejected', 'withdrawn', 'approved')),
  reason_code text,
  reason text,
  reference text,
  due_at timestamptz,
  drafted_at timestamptz NOT NULL,
  CHECK (status IN ('incomplete', 'withheld') OR (content_hash IS NOT NULL AND archive_sha256 IS NOT NULL
    AND address_id IS NOT NULL AND address_version IS NOT NULL AND recipient_ref IS NOT NULL)),
  CHECK ((status IN ('incomplete', 'withheld', 'sent_back', 'rejected', 'withdrawn')) = (reason_code IS NOT NULL))
);
CREATE INDEX letters_waiting ON letters (agency, due_at, id) WHERE status = 'awaiting_approval';

-- One row a decision. An approval copies all that it binds; the database checks the copy.
CREATE TABLE approvals (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  letter_id bigint NOT NULL REFERENCES letters,
  decision text NOT NULL CHECK (decision IN ('approved', 'rejected', 'sent_back')),
  approver text NOT NULL,
  touched_by text[] NOT NULL,
  content_hash text NOT NULL,
  archive_sha256 text NOT NULL,
  template_version text NOT NULL,
  layout_version text NOT NULL,
  fonts_version text NOT NULL,
  recipient_ref text NOT NULL,
  address_version text NOT NULL,
  reason_code text,
  reason text,
  decided_at timestamptz NOT NULL,
  UNIQUE (letter_id, content_hash),
  CONSTRAINT four_eyes CHECK (approver <> ALL (touched_by)),
  CONSTRAINT refusal_has_reason CHECK (decision = 'approved' OR (reason_code IS NOT NULL AND reason IS NOT NULL))
);
REVOKE UPDATE, DELETE ON approvals FROM mailroom_app;
CREATE TRIGGER approvals_append_only BEFORE UPDATE OR DELETE ON approvals
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION approval_binds_letter() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE letter letters;
BEGIN
  SELECT * INTO letter FROM letters WHERE id = NEW.letter_id FOR UPDATE;
  IF letter.status <> 'awaiting_approval' THEN
    RAISE EXCEPTION 'letter % does not wait for a decision', NEW.letter_id USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_waits';
  END IF;
  IF (letter.content_hash, letter.archive_sha256, letter.template_version, letter.layout_version, letter.fonts_version,
      letter.recipient_ref, letter.address_version, letter.touched_by)
     IS DISTINCT FROM (NEW.content_hash, NEW.archive_sha256, NEW.template_version, NEW.layout_version, NEW.fonts_version,
      NEW.recipient_ref, NEW.address_version, NEW.touched_by) THEN
    RAISE EXCEPTION 'letter % is not the one that was seen', NEW.letter_id USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_as_seen';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approvals_bind BEFORE INSERT ON approvals FOR EACH ROW EXECUTE FUNCTION approval_binds_letter();

-- A decided letter may only carry what was decided on: any change of content leaves the state.
CREATE FUNCTION letter_keeps_its_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status IN ('approved', 'rejected', 'sent_back') AND NOT EXISTS (
    SELECT FROM approvals a WHERE a.letter_id = NEW.id AND a.decision = NEW.status
      AND (a.content_hash, a.archive_sha256, a.template_version, a.layout_version, a.fonts_version, a.recipient_ref, a.address_version, a.touched_by)
        IS NOT DISTINCT FROM (NEW.content_hash, NEW.archive_sha256, NEW.template_version, NEW.layout_version, NEW.fonts_version,
          NEW.recipient_ref, NEW.address_version, NEW.touched_by)) THEN
    RAISE EXCEPTION 'letter % has no such decision', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_decided';
  END IF;
  IF NOT (OLD.touched_by <@ NEW.touched_by) THEN
    RAISE EXCEPTION 'letter % may not forget who touched it', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'touched_by_grows';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER letters_decided BEFORE UPDATE ON letters FOR EACH ROW EXECUTE FUNCTION letter_keeps_its_decision();
CREATE FUNCTION letter_starts_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status NOT IN ('incomplete', 'withheld', 'awaiting_approval') THEN
    RAISE EXCEPTION 'a new letter cannot be %', NEW.status USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_starts_undecided';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER letters_start BEFORE INSERT ON letters FOR EACH ROW EXECUTE FUNCTION letter_starts_undecided();

CREATE TABLE print_batches (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  batch_key text NOT NULL UNIQUE,
  agency text NOT NULL,
  status text NOT NULL CHECK (status IN ('queued', 'sent', 'void')),
  letters integer NOT NULL,
  pages integer,
  pdf_sha256 text,
  manifest_sha256 text,
  pdf_path text,
  manifest_path text,
  made_at timestamptz NOT NULL,
  sent_at timestamptz,
  lease_id bigint REFERENCES leases,
  CHECK ((status = 'sent') = (sent_at IS NOT NULL)),
  CHECK (status IN ('queued', 'void') OR (pdf_sha256 IS NOT NULL AND manifest_sha256 IS NOT NULL))
);

CREATE TABLE dispatches (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  letter_id bigint NOT NULL UNIQUE REFERENCES letters,
  print_batch_id bigint NOT NULL REFERENCES print_batches,
  sequence integer NOT NULL,
  first_page integer,
  pages integer,
  status text NOT NULL CHECK (status IN ('queued', 'sending', 'sent', 'uncertain', 'failed', 'returned')),
  queued_at timestamptz NOT NULL,
  sent_at timestamptz,
  reason text,
  UNIQUE (print_batch_id, sequence)
);
CREATE FUNCTION dispatch_needs_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM letters l WHERE l.id = NEW.letter_id AND l.status = 'approved') THEN
    RAISE EXCEPTION 'letter % is not approved', NEW.letter_id USING ERRCODE = 'check_violation', CONSTRAINT = 'dispatch_approved';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER dispatches_approved BEFORE INSERT OR UPDATE OF letter_id ON dispatches
  FOR EACH ROW EXECUTE FUNCTION dispatch_needs_approval();
