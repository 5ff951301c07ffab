-- Approved letters that are in no batch yet, of one agency, oldest due first.
SELECT l.id FROM letters l
WHERE l.agency = :agency AND l.status = 'approved'
  AND NOT EXISTS (SELECT FROM dispatches d WHERE d.letter_id = l.id)
ORDER BY l.due_at NULLS LAST, l.id LIMIT :limit FOR UPDATE OF l
