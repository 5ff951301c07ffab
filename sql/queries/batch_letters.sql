-- The letters of a batch that are being sent, with what each approval binds.
SELECT d.sequence, l.id, l.service_request_id, l.activity_id, l.template, l.canonical, l.content_hash,
  l.archive_sha256, l.recipient_ref, l.recipient_kind, l.address_version,
  s.item_id, s.case_id, s.employer_id, s.employer_agent_id, e.employer_ref
FROM dispatches d JOIN letters l ON l.id = d.letter_id
JOIN service_requests s ON s.id = l.service_request_id
LEFT JOIN employers e ON e.id = s.employer_id
WHERE d.print_batch_id = :batch_id AND d.status = 'sending' ORDER BY d.sequence
