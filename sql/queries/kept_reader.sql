-- Which second reader of this agency is in force: the newest that was kept.
SELECT hash, content FROM reader_models
WHERE agency = :agency AND kept ORDER BY trained_at DESC, id DESC LIMIT 1
