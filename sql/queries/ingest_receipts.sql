-- What this receipt holds is known now: it has its items, as many as its reader found.
UPDATE receipts SET status = 'ingested', items_held = :held WHERE id = :id AND status = 'received'
