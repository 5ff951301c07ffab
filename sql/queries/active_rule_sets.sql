-- Which rule set does each agency judge by now?
SELECT DISTINCT ON (a.agency) r.id, a.agency, r.hash
FROM rule_activations a JOIN rule_sets r ON r.id = a.rule_set_id
ORDER BY a.agency, a.id DESC
