-- One writer of an agency's receipts at a time, so that two sources never both think to be first.
SELECT pg_advisory_xact_lock(hashtextextended('receipts:' || :agency, 0))
