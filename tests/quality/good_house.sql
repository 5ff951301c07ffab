-- A small house in which everything adds up: five receipts, one opened item, one letter on its way
-- through approval into a batch. Run as superuser on a migrated database.
INSERT INTO rule_sets (agency, hash, stored_at, content) VALUES ('cms', 'h1', '2026-11-20 06:00Z',
  '{"service_requests": [
    {"type": "complaint_review", "effective_from": "2016-01-01", "effective_until": null, "obligation": "complaint", "activities": [{}, {}]},
    {"type": "statement_request", "effective_from": "2016-01-01", "effective_until": null, "obligation": null, "activities": [{}]}
  ]}');

INSERT INTO receipts (agency, channel, source, source_reference, received_at, received_day, collected_at,
  content_sha256, content_bytes, file_name, media_type, facts, status, duplicate_of, reason_code, items_held)
SELECT agency, channel, source, reference, '2026-11-20 09:00Z', '2026-11-20', '2026-11-20 09:05Z',
  encode(sha256(convert_to(content, 'UTF8')), 'hex'), length(content), reference, 'message/rfc822', '{}',
  status, duplicate_of, reason_code, items_held
FROM (VALUES
  ('cms', 'email', 'cms-email', 'a', 'first', 'ingested', NULL::bigint, NULL, 2),
  ('cms', 'email', 'cms-email', 'b', 'second', 'ingested', NULL, NULL, 1),
  ('cms', 'email', 'cms-email', 'c', 'first', 'duplicate', 1, NULL, 0),
  ('cms', 'letter', 'cms-letters', 'd', '', 'quarantined', NULL, 'empty', 0),
  ('ors', 'email', 'ors-email', 'e', 'fifth', 'received', NULL, NULL, 1)
) AS r (agency, channel, source, reference, content, status, duplicate_of, reason_code, items_held);

INSERT INTO source_counts (source, agency, channel, offered, unreceipted, counted_at, counted_through) VALUES
  ('cms-email', 'cms', 'email', 3, 0, '2026-11-20 09:05Z', 3),
  ('cms-letters', 'cms', 'letter', 2, 1, '2026-11-20 09:05Z', 4),
  ('ors-email', 'ors', 'email', 0, 0, '2026-11-20 09:00Z', 0);

INSERT INTO items (receipt_id, ordinal, agency, channel, received_at, status, rule_set_id, reason_code, urgent)
VALUES
  (1, 1, 'cms', 'email', '2026-11-20 09:00Z', 'opened', 1, NULL, '{}'),
  (1, 2, 'cms', 'email', '2026-11-20 09:00Z', 'no_request', 1, NULL, '{}'),
  (2, 1, 'cms', 'email', '2026-11-20 09:00Z', 'triage', 1, 'in_doubt', '{threat}'),
  (5, 1, 'ors', 'email', '2026-11-20 09:00Z', 'received', NULL, NULL, '{}');

INSERT INTO findings (item_id, type, score, spans, rule, reference, unclear) VALUES
  (1, 'complaint_review', 0.9, '[["text", 0, 9]]', 'cms', 'dwp-emc', '{}'),
  (1, 'statement_request', 0.8, '[["text", 10, 19]]', 'cms', 'dwp-emc', '{}');
INSERT INTO service_requests (item_id, agency, type, process, area, sub_area, raised_for, owner,
  received_at, opened_at, status) VALUES
  (1, 'cms', 'complaint_review', 'Employer', 'Complaints', 'Review', 'employer', 'team',
   '2026-11-20 09:00Z', '2026-11-20 09:10Z', 'open'),
  (1, 'cms', 'statement_request', 'Employer', 'Info Request', 'Statement Request', 'employer', 'team',
   '2026-11-20 09:00Z', '2026-11-20 09:10Z', 'open');
INSERT INTO activities (service_request_id, ordinal, title, owner_role, mandatory, letter_template, status,
  done_at, done_by) VALUES
  (1, 1, 'Acknowledge', 'team', true, 'acknowledgement', 'done', '2026-11-20 12:01Z', 'mailroom'),
  (1, 2, 'Review', 'team', true, NULL, 'open', NULL, NULL),
  (2, 1, 'Issue', 'team', true, NULL, 'open', NULL, NULL);
INSERT INTO obligations (service_request_id, agency, kind, received_at, policy_due_at, due_at, status, unclear)
VALUES (1, 'cms', 'complaint', '2026-11-20 09:00Z', '2026-11-23 17:00Z', '2026-11-23 17:00Z', 'open', '{}');
INSERT INTO escalations (item_id, rung, office, trigger, evidence, escalated_at)
VALUES (3, 0, 'security', 'urgent', '{}', '2026-11-20 09:10Z');
INSERT INTO narratives (narrative_key, subject_kind, subject_id, sequence, at, author, event, words, item_id,
  previous_hash, hash)
SELECT 'opened:1:' || type, 'item', 1, n, '2026-11-20 09:10Z', 'mailroom', 'service_request_opened', 'Opened.',
  1, '', type
FROM (VALUES (1, 'complaint_review'), (2, 'statement_request')) AS t (n, type);

INSERT INTO addresses (agency, owner_kind, owner_ref, version, lines, problems)
VALUES ('cms', 'employer', 'E1', 'v1', '{Line}', '{}');
INSERT INTO letters (letter_key, agency, service_request_id, activity_id, template, template_version,
  layout_version, fonts_version, language, recipient_kind, recipient_ref, address_id, address_version,
  content_hash, archive_sha256, pages, touched_by, status, drafted_at)
SELECT key, 'cms', 1, 1, 'acknowledgement', 't', 'l', 'f', 'en-GB', 'employer', 'E1', 1, 'v1',
  'content', encode(sha256('archive'), 'hex'), 2, '{mailroom}', 'awaiting_approval', '2026-11-20 10:00Z'
FROM (VALUES ('sent'), ('waiting')) AS k (key);
INSERT INTO approvals (letter_id, decision, approver, touched_by, content_hash, archive_sha256,
  template_version, layout_version, fonts_version, recipient_ref, address_version, decided_at)
SELECT id, 'approved', 'manager1', touched_by, content_hash, archive_sha256, template_version,
  layout_version, fonts_version, recipient_ref, address_version, '2026-11-20 11:00Z'
FROM letters WHERE letter_key = 'sent';
UPDATE letters SET status = 'approved' WHERE letter_key = 'sent';
INSERT INTO print_batches (batch_key, agency, status, letters, pages, pdf_sha256, manifest_sha256, pdf_path,
  manifest_path, made_at, sent_at)
VALUES ('cms:1', 'cms', 'sent', 1, 2, 'p', 'm', 'print/cms/batch.pdf', 'print/cms/batch.csv',
  '2026-11-20 12:00Z', '2026-11-20 12:01Z');
INSERT INTO dispatches (letter_id, print_batch_id, sequence, first_page, pages, status, queued_at, sent_at)
VALUES (1, 1, 1, 1, 2, 'sent', '2026-11-20 12:00Z', '2026-11-20 12:01Z');
