-- Under which names are the archive copies of the newest letters stored?
SELECT l.id, l.agency, i.channel, r.received_day AS day, l.archive_sha256 AS name
FROM letters l JOIN service_requests q ON q.id = l.service_request_id
JOIN items i ON i.id = q.item_id JOIN receipts r ON r.id = i.receipt_id
WHERE l.archive_sha256 IS NOT NULL ORDER BY l.id DESC LIMIT :limit
