-- Does anybody in a staff register have this user name?
SELECT EXISTS (SELECT FROM staff WHERE os_user = :who AND withdrawn_at IS NULL)
