-- In which capacity the agent of a power of attorney speaks on a local day: only one that was found
-- valid, not revoked and in force makes a poa_agent (cs-004p, Power of Attorney Documents).
CREATE FUNCTION poa_capacity(w powers_of_attorney, on_day date) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN w.review = 'valid' AND w.revoked_on IS NULL
    AND on_day BETWEEN coalesce(w.starts_on, '-infinity') AND coalesce(w.ends_on, 'infinity')
    THEN 'poa_agent' ELSE 'third_party' END
$$;
