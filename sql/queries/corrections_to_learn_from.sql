-- What did people decide of this agency's items, the last word on each?
SELECT DISTINCT ON (c.item_id) c.item_id, c.types, c.raised_for, i.channel
FROM corrections c JOIN items i ON i.id = c.item_id
WHERE c.agency = :agency ORDER BY c.item_id, c.decided_at DESC
