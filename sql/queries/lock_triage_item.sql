-- One item as it stands before a person decides on it; nobody else can meanwhile.
SELECT id, agency, status, channel, received_at, reason_code, rule_set_id FROM items WHERE id = :id FOR UPDATE
