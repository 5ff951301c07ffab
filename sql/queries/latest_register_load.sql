-- Which content of this register is in force?
SELECT content_sha256 FROM register_loads
WHERE agency = :agency AND register = :register AND outcome = 'loaded'
ORDER BY id DESC LIMIT 1
