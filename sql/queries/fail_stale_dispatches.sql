-- Letters of a planned batch that may not leave any more: no longer approved, the address they are
-- printed with is no longer the one on record, the person has died, or the attorney no longer
-- speaks for the person on this case.
UPDATE dispatches SET status = 'failed', reason = :reason
FROM letters l JOIN addresses b ON b.id = l.address_id
JOIN service_requests s ON s.id = l.service_request_id
LEFT JOIN cases c ON c.id = s.case_id
LEFT JOIN persons p ON p.id = s.person_id
WHERE dispatches.print_batch_id = :batch_id AND dispatches.letter_id = l.id
  AND dispatches.status IN ('queued', 'sending')
  AND (l.status <> 'approved' OR b.withdrawn_at IS NOT NULL OR b.version <> l.address_version
    OR (l.recipient_kind = 'person' AND p.died_on IS NOT NULL)
    OR (l.recipient_kind = 'attorney' AND NOT EXISTS (SELECT FROM attorneys t
      WHERE t.agency = l.agency AND t.attorney_ref = l.recipient_ref AND t.withdrawn_at IS NULL
        AND t.case_number = c.case_number AND t.person_ref = p.person_ref)))
