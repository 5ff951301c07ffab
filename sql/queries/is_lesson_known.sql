-- Was a second reader trained on exactly these texts?
SELECT EXISTS (SELECT FROM reader_models WHERE agency = :agency AND figures ->> 'lesson' = :lesson)
