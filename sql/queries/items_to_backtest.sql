-- Which stored items were received on these local days, with all that rules are judged by?
SELECT i.id, i.agency, i.channel, i.received_at, s.capacity, m.is_bounce, m.is_auto_reply, c.promised_at,
  d.parts, d.names
FROM items i JOIN senders s ON s.item_id = i.id
JOIN receipts r ON r.id = i.receipt_id
JOIN LATERAL (
  SELECT json_object_agg(part, body ORDER BY ordinal) AS parts,
    json_object_agg(part, name ORDER BY ordinal) FILTER (WHERE name IS NOT NULL) AS names
  FROM documents WHERE item_id = i.id) d ON d.parts IS NOT NULL
LEFT JOIN mails m ON m.item_id = i.id
LEFT JOIN calls c ON c.item_id = i.id
WHERE r.received_day BETWEEN :first_day AND :last_day
  AND (CAST(:agency AS text) IS NULL OR i.agency = :agency)
ORDER BY i.id
