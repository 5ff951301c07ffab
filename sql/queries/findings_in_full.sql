-- What was found in this item, with the words and the reason, best first.
SELECT type, score, spans, rule, reference, unclear FROM findings WHERE item_id = :id ORDER BY score DESC, id
