-- Which role and office does this user have in the agency's staff register?
SELECT role, office FROM staff WHERE agency = :agency AND os_user = :who AND withdrawn_at IS NULL
