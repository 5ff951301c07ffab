-- What nobody looked at: `unread_reason` speaks of a document, that part or one inside it, and `notes`
-- of places in it, such as a page. What was passed over holds no words for anybody.
ALTER TABLE documents ADD COLUMN notes text[] NOT NULL DEFAULT '{}';
ALTER TABLE documents ADD COLUMN passed_over boolean NOT NULL DEFAULT false;
UPDATE documents SET passed_over = true WHERE unread_reason = 'too small an image for a page';

-- A message with several From headers names no sender.
ALTER TABLE mails ADD COLUMN several_from boolean NOT NULL DEFAULT false;
