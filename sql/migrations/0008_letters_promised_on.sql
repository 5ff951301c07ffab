-- The day a letter promises something for, where its text prints one: it must leave before that day.
-- Until now the acknowledgements of complaints alone print one, the day their obligation falls due.
ALTER TABLE letters ADD COLUMN promised_on date;
UPDATE letters l SET promised_on = (
    SELECT CAST(min(o.due_at) AT TIME ZONE CASE l.agency WHEN 'cms' THEN 'Europe/London' ELSE 'America/Denver' END AS date)
    FROM obligations o WHERE o.service_request_id = l.service_request_id)
  WHERE l.template = 'complaint_acknowledgement';
