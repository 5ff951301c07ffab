-- What did this rule set say?
SELECT content FROM rule_sets WHERE id = :id
