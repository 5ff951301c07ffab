-- Was this second reader trained before?
SELECT EXISTS (SELECT FROM reader_models WHERE agency = :agency AND hash = :hash)
