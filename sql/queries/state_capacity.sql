-- A person said in which capacity the sender of this item asks.
UPDATE senders SET capacity = :capacity WHERE item_id = :id
