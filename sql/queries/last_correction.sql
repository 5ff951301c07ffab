-- Who last decided on this item?
SELECT decided_by, decided_at FROM corrections WHERE item_id = :id ORDER BY decided_at DESC LIMIT 1
