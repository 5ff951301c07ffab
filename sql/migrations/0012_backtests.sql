-- Rules are tried on stored mail before they are put into force. The report of a trial is known by its
-- hash; a second person approves it; the activation that follows names the approval.
CREATE TABLE backtests (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  hash text NOT NULL UNIQUE,
  rules jsonb NOT NULL,
  first_day date NOT NULL,
  last_day date NOT NULL CHECK (last_day >= first_day),
  figures jsonb NOT NULL,
  made_by text NOT NULL,
  made_at timestamptz NOT NULL,
  UNIQUE (id, made_by)
);
CREATE TABLE rule_approvals (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  backtest_id bigint NOT NULL,
  made_by text NOT NULL,
  approved_by text NOT NULL CHECK (approved_by <> made_by),
  approved_at timestamptz NOT NULL,
  note text NOT NULL,
  FOREIGN KEY (backtest_id, made_by) REFERENCES backtests (id, made_by),
  UNIQUE (backtest_id, approved_by)
);
REVOKE UPDATE, DELETE ON backtests, rule_approvals FROM mailroom_app;
ALTER TABLE rule_activations ADD COLUMN approval_id bigint REFERENCES rule_approvals;

-- The first activation of an agency's rules aside, an approval that is of these very rules is needed.
CREATE FUNCTION hold_rule_activation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  present text;
  proposed text;
BEGIN
  SELECT s.hash INTO present FROM rule_activations a JOIN rule_sets s ON s.id = a.rule_set_id
    WHERE a.agency = NEW.agency ORDER BY a.id DESC LIMIT 1;
  IF present IS NULL THEN
    RETURN NEW;
  END IF;
  SELECT s.hash INTO proposed FROM rule_sets s WHERE s.id = NEW.rule_set_id;
  PERFORM FROM rule_approvals p JOIN backtests b ON b.id = p.backtest_id
    WHERE p.id = NEW.approval_id AND p.approved_by <> NEW.activated_by
      AND b.rules -> NEW.agency ->> 'before' = present
      AND b.rules -> NEW.agency ->> 'after' = proposed;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no approval of these rules' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rule_activations_approved BEFORE INSERT ON rule_activations
  FOR EACH ROW EXECUTE FUNCTION hold_rule_activation();
