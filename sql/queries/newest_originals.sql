-- Under which names are the newest originals stored?
SELECT id, agency, channel, received_day AS day, content_sha256 AS name
FROM receipts ORDER BY id DESC LIMIT :limit
