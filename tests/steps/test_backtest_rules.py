"""Proposed rules over stored items, the report that comes of it, and who may put it into force."""

from __future__ import annotations

import csv
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from mailroom.casework.backtest.table import safe
from mailroom.cli import main
from mailroom.desk.rule_trials import approve_rules
from mailroom.errors import DecisionRefused
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity
from mailroom.steps import process_mail
from mailroom.steps.backtest_rules import Trial, Tried, backtest
from mailroom.steps.rules import activate_packs, differing_agencies
from mailroom.store import tables
from mailroom.store.database import Database, DatabaseFault
from tests.desk.waiting import CLERK, MANAGER, add_staff
from tests.houses import MOMENT, add, add_item, add_sender, ask
from tests.shared import CHECKOUT

OWNER = "owner"
DAY = MOMENT.date()
STATEMENT = "Please send us an employer statement for the last quarter."
LEAVER = "=Mr Hale left us on Friday."


@pytest.fixture
def home(house: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of the test's own, whose files a rule owner may change; three stored items."""
    add_staff(house)
    for name in ("rules", "templates", "models", "corpus"):
        shutil.copytree(CHECKOUT / "include" / name, tmp_path / "include" / name)
    (tmp_path / "sql").symlink_to(CHECKOUT / "sql")
    monkeypatch.setenv("MAILROOM_HOME", str(tmp_path))
    for number, text in enumerate((STATEMENT, LEAVER, "Thank you, all sorted.")):
        with house.transaction() as connection:
            item_id = add_item(connection, f"mail{number}")
            add_sender(connection, item_id, Capacity.EMPLOYER)
            add(connection, tables.documents, item_id=item_id, part="text", ordinal=1, body=text,
                media_type="text/plain", bytes=len(text), encrypted=False)  # fmt: skip
    process_mail.classify(0, MOMENT)
    return tmp_path


def change_rules(home: Path) -> None:
    """From now on nothing is a statement request."""
    path = home / "include" / "rules" / "cms" / "service_requests" / "statement_request.yaml"
    text = path.read_text()
    path.write_text(text.replace("  none:\n", "  none:\n    - phrases: [statement]\n", 1))


def tried(who: str = OWNER, first: date = DAY, last: date = DAY) -> Tried:
    return backtest(Trial(first, last, who, workers=1), MOMENT)


def test_the_same_rules_change_nothing(home: Path) -> None:
    report = tried().report
    assert (report.items, report.changed) == (3, 0)
    assert report.headline == "Of 3 items none would be judged otherwise."


def test_what_would_be_dropped_is_counted_with_its_words(home: Path) -> None:
    change_rules(home)
    done = tried()
    assert (done.report.items, done.report.changed) == (3, 1)
    assert done.report.dropped == {("cms", "statement_request"): 1}
    assert done.report.moves == {("cms", "classified", "triage"): 1}
    assert done.report.letters == {("cms", "statement_cover", "dropped"): 1}
    page = Path(done.page).read_text()
    assert "requests opened more: 0, fewer: 1" in page
    assert "<mark>Please send us an employer statement</mark>" in page
    assert "Potential contact reasons, Request employer statement" in page
    assert done.report.hash in page
    (row,) = csv.DictReader(Path(done.table).read_text("utf-8-sig").splitlines())
    assert (row["opens before"], row["opens after"]) == ("statement_request", "")


def test_days_and_agencies_outside_are_left_alone(home: Path) -> None:
    change_rules(home)
    later = DAY + timedelta(days=1)
    assert tried(first=later, last=later).report.items == 0
    trial = Trial(DAY, DAY, OWNER, agency="ors", workers=1)
    assert backtest(trial, MOMENT).report.items == 0


def test_the_hash_stands_for_rules_days_and_changes(home: Path) -> None:
    same = tried().report.hash
    assert tried().report.hash == same
    assert tried(last=DAY + timedelta(days=1)).report.hash != same
    change_rules(home)
    assert tried().report.hash != same


def test_the_database_keeps_counts_and_no_words(home: Path, house: Database) -> None:
    change_rules(home)
    tried()
    (row,) = ask(house, "SELECT figures::text || rules::text AS kept FROM backtests")
    assert "statement_request" in row.kept
    assert "quarter" not in row.kept


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert safe(cell) == f"'{cell}"
    assert safe("plain = text") == "plain = text"


def test_changed_rules_stay_out_of_force_until_somebody_else_agrees(
    home: Path, house: Database
) -> None:
    change_rules(home)
    with pytest.raises(DecisionRefused, match="rules backtest --from DAY"):
        activate_packs(OWNER, MOMENT)
    report = tried().report.hash
    with pytest.raises(DecisionRefused, match="nobody else has approved"):
        activate_packs(OWNER, MOMENT)
    approve_rules(house, report[:12], MANAGER, "read it", MOMENT)
    assert activate_packs(OWNER, MOMENT) == {"cms": 1, "ors": 0}
    (row,) = ask(
        house,
        "SELECT a.activated_by, p.approved_by, p.note FROM rule_activations a "
        "JOIN rule_approvals p ON p.id = a.approval_id",
    )
    assert tuple(row) == (OWNER, MANAGER, "read it")


def test_an_approval_of_other_rules_does_not_count(home: Path, house: Database) -> None:
    change_rules(home)
    approve_rules(house, tried().report.hash, MANAGER, "", MOMENT)
    wording = home / "include" / "rules" / "cms" / "wording.yaml"
    wording.write_text(wording.read_text().replace("description: ", "description: Also, ", 1))
    with pytest.raises(DecisionRefused, match="nobody else has approved"):
        activate_packs(OWNER, MOMENT)


@pytest.mark.parametrize(
    ("who", "words"), [(OWNER, "somebody else has to approve"), (CLERK, "no team manager of cms")]
)
def test_neither_its_maker_nor_a_clerk_approves(
    home: Path, house: Database, who: str, words: str
) -> None:
    change_rules(home)
    report = tried().report.hash
    with pytest.raises(DecisionRefused, match=words):
        approve_rules(house, report, who, "", MOMENT)


def test_who_approved_rules_does_not_activate_them(home: Path, house: Database) -> None:
    change_rules(home)
    approve_rules(house, tried("mailroom").report.hash, MANAGER, "", MOMENT)
    with pytest.raises(DecisionRefused, match="nobody else has approved"):
        activate_packs(MANAGER, MOMENT)
    assert activate_packs(OWNER, MOMENT)["cms"] == 1


def test_an_unknown_report_is_named(home: Path, house: Database) -> None:
    with pytest.raises(DecisionRefused, match="no report begins with abcdef"):
        approve_rules(house, "abcdef", MANAGER, "", MOMENT)


def test_the_database_itself_holds_both(home: Path, house: Database) -> None:
    change_rules(home)
    tried()
    approval = (
        "INSERT INTO rule_approvals (backtest_id, made_by, approved_by, approved_at, note) "
        "SELECT id, :maker, :who, now(), '' FROM backtests"
    )
    for maker, who in ((OWNER, OWNER), ("another", OWNER)):
        with pytest.raises(DatabaseFault):
            ask(house, approval, maker=maker, who=who)
    with pytest.raises(DatabaseFault):
        ask(
            house,
            "INSERT INTO rule_activations (agency, rule_set_id, activated_at, activated_by) "
            "SELECT agency, rule_set_id, now(), 'me' FROM rule_activations LIMIT 1",
        )
    for statement in ("UPDATE backtests SET made_by = 'x'", "DELETE FROM backtests"):
        with pytest.raises(DatabaseFault, match="42501"):
            ask(house, statement)


def test_where_rules_are_in_force_a_start_leaves_them(home: Path) -> None:
    change_rules(home)
    assert activate_packs(OWNER, MOMENT, first_alone=True) == {"cms": 0, "ors": 0}
    assert differing_agencies() == ["cms"]


def test_the_commands_lead_from_one_to_the_next(
    home: Path, house: Database, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("MAILROOM_DEMO", "1")
    change_rules(home)
    days = ["--from", DAY.isoformat(), "--to", DAY.isoformat(), "--workers", "1"]
    assert main(["rules", "activate", "--first-alone"]) == 0
    assert "cms: the files differ from the rules in force" in capsys.readouterr().out
    assert main(["rules", "activate"]) == 1
    assert main(["rules", "backtest", *days]) == 0
    said = capsys.readouterr().out
    command = said.split("`mailroom ")[1].split("`")[0].split()
    assert main([*command, "--as", MANAGER]) == 0
    assert "next: mailroom rules activate" in capsys.readouterr().out
    assert main(["rules", "activate"]) == 0
    assert "cms: changed" in capsys.readouterr().out


@pytest.mark.parametrize("channel", [Channel.EMAIL])
def test_a_backtest_without_days_says_what_is_missing(
    home: Path, channel: Channel, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", "backtest"]) == 2
    assert "give --from DAY and --to DAY" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["rules", "backtest", "--from", "yesterday"])
