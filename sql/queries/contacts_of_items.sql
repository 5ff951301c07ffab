-- What the channel itself says of who wrote: mail headers, the caller, the fax's sender.
SELECT i.id, i.agency, i.channel, m.from_name, m.from_email, c.name_as_given, c.reference_entered,
  coalesce(c.caller_number, r.facts ->> 'caller_number') AS caller_number,
  coalesce(m.several_from, false) AS several_from
FROM items i JOIN receipts r ON r.id = i.receipt_id
LEFT JOIN mails m ON m.item_id = i.id
LEFT JOIN calls c ON c.item_id = i.id
WHERE i.id = ANY(CAST(:ids AS bigint[]))
