-- How many items a receipt was found to hold, as its reader counted them: what was written is compared
-- with it, so that an item which is missing at the end of its receipt is seen too.
ALTER TABLE receipts ADD COLUMN items_held integer NOT NULL DEFAULT 0 CHECK (items_held >= 0);
UPDATE receipts r SET items_held = (SELECT count(*) FROM items i WHERE i.receipt_id = r.id);

CREATE TRIGGER approvals_not_truncated BEFORE TRUNCATE ON approvals
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
