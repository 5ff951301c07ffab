-- Facts of the people on these cases that no letter may hold: numbers, births, employers, addresses.
SELECT c.id AS case_id, fact.kind, fact.value, p.person_ref, cp.employer_ref
FROM cases c
JOIN case_participants cp ON cp.agency = c.agency AND cp.case_number = c.case_number AND cp.withdrawn_at IS NULL
JOIN persons p ON p.agency = c.agency AND p.person_ref = cp.person_ref
LEFT JOIN employers e ON e.agency = c.agency AND e.employer_ref = cp.employer_ref
LEFT JOIN addresses b ON b.agency = c.agency AND b.owner_kind = 'person' AND b.owner_ref = p.person_ref AND b.withdrawn_at IS NULL
CROSS JOIN LATERAL (VALUES
  (CASE c.agency WHEN 'ors' THEN 'ssn' ELSE 'nino' END, p.national_id),
  ('date_of_birth', p.born_on::text),
  ('employer_name', e.name),
  ('address', array_to_string(b.lines, ', '))
) AS fact (kind, value)
WHERE c.id = ANY(CAST(:ids AS bigint[])) AND fact.value IS NOT NULL
