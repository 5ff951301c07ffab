-- The report of a trial of rules, by its hash or the beginning of it.
SELECT id, hash, rules, first_day, last_day, figures, made_by, made_at FROM backtests
WHERE hash LIKE :hash || '%' ORDER BY id DESC LIMIT 2
