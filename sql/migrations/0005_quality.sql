-- What was checked and what came of it: flags and counts only, never values.
CREATE TABLE quality_results (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  boundary text NOT NULL,
  rule text NOT NULL,
  severity text NOT NULL CHECK (severity IN ('block', 'warn')),
  passed boolean NOT NULL,
  rows_checked bigint NOT NULL,
  rows_failed bigint NOT NULL,
  checked_at timestamptz NOT NULL
);
CREATE INDEX quality_results_latest ON quality_results (boundary, checked_at);

CREATE TABLE reconciliations (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  equation text NOT NULL,
  lines bigint NOT NULL,
  broken bigint NOT NULL,
  broken_ids bigint[] NOT NULL,
  reconciled_at timestamptz NOT NULL
);

-- The newest receipt the source had when it was counted: receipts after it are not compared yet.
ALTER TABLE source_counts ADD COLUMN counted_through bigint NOT NULL DEFAULT 0;

CREATE VIEW receipt_flags AS
SELECT r.agency, r.channel, r.status AS outcome,
  r.received_at <= r.collected_at + interval '1 day' AS received_before_collected,
  r.content_bytes > 0 OR r.status = 'quarantined' AS has_content,
  (r.status IN ('received', 'ingested')) = EXISTS (SELECT FROM items i WHERE i.receipt_id = r.id) AS items_match_outcome
FROM receipts r;

CREATE VIEW service_request_flags AS
SELECT s.agency, s.type, s.raised_for,
  EXISTS (SELECT FROM activities a WHERE a.service_request_id = s.id) AS has_plan,
  s.opened_at >= s.received_at AS opened_after_receipt,
  EXISTS (SELECT FROM findings f WHERE f.item_id = s.item_id AND f.type = s.type
          AND (jsonb_array_length(f.spans) > 0 OR EXISTS (SELECT FROM senders n
            WHERE n.item_id = s.item_id AND n.capacity <> 'unknown'))) AS has_evidence,
  i.status = 'opened' AS item_is_opened
FROM service_requests s JOIN items i ON i.id = s.item_id;

CREATE VIEW dispatch_flags AS
SELECT l.agency, d.status,
  l.status = 'approved' AS letter_approved,
  EXISTS (SELECT FROM approvals a WHERE a.letter_id = l.id AND a.decision = 'approved'
    AND (a.content_hash, a.archive_sha256, a.recipient_ref, a.address_version)
      IS NOT DISTINCT FROM (l.content_hash, l.archive_sha256, l.recipient_ref, l.address_version)) AS approval_binds,
  EXISTS (SELECT FROM approvals a WHERE a.letter_id = l.id AND a.decision = 'approved'
    AND a.approver <> ALL (l.touched_by)) AS four_eyes,
  r.withdrawn_at IS NULL OR r.withdrawn_at > d.queued_at AS address_was_in_force,
  d.pages IS NOT DISTINCT FROM l.pages OR d.status IN ('queued', 'sending') AS pages_match
FROM dispatches d JOIN letters l ON l.id = d.letter_id JOIN addresses r ON r.id = l.address_id
WHERE d.status <> 'failed';
