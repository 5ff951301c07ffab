-- Under which id is this rule set stored?
SELECT id FROM rule_sets WHERE agency = :agency AND hash = :hash
