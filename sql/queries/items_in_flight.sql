-- How many items are on their way?
SELECT count(*) FROM items WHERE status IN ('received', 'read', 'identified', 'classified')
