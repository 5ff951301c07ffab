-- Which approval, by somebody other than who activates them, carries a report of the change from the
-- rules in force to these?
SELECT p.id FROM rule_approvals p JOIN backtests b ON b.id = p.backtest_id
WHERE b.rules -> CAST(:agency AS text) ->> 'before' = :before AND b.rules -> CAST(:agency AS text) ->> 'after' = :after
  AND p.approved_by <> :who
ORDER BY p.id DESC LIMIT 1
