-- Which roles does this user have in the agency's staff register?
SELECT role FROM staff WHERE agency = :agency AND os_user = :who AND withdrawn_at IS NULL
