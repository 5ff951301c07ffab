"""Every DAG is run twice, cleared, and replayed over a week: nothing changes by it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailroom.desk import decisions
from mailroom.records.mail import Agency, Channel
from mailroom.settings import from_environment
from mailroom.steps import (
    backtest_rules,
    collect_mail,
    dispatch_letters,
    draft_letters,
    escalate_overdue,
    load_registers,
    process_mail,
    rules,
)
from mailroom.store.database import Database
from mailroom_airflow.launch.rehearsal import (
    AFTER_THE_MANAGER,
    BEFORE_THE_CLERKS,
    BEFORE_THE_MANAGER,
)
from tests.clerks import do_steps_before_letters
from tests.digest import differing, exact, files
from tests.faults.airflow_house import (
    LINE,
    AirflowHouse,
)
from tests.faults.conftest import deliver
from tests.faults.line_process import MOMENT

pytestmark = pytest.mark.airflow

NAMES = ("MAILROOM_DATABASE_URL", "MAILROOM_VAR")
WEEK = [MOMENT + timedelta(days=number) for number in range(7)]


@dataclass(frozen=True, slots=True)
class Standing:
    """Every business row and every file, at one moment."""

    rows: dict[str, list[tuple[object, ...]]]
    files: dict[str, tuple[int, str]]

    def changed(self, before: Standing) -> list[str]:
        """Names of the tables and files that are not as they were."""
        return differing(before.rows, self.rows) + differing(before.files, self.files)


@pytest.fixture
def supplied(database: Database) -> Database:
    """A house with registers and mail delivered, and rules in force."""
    deliver(from_environment().var, tuple(Agency), 12, Channel.FAX)
    rules.activate_packs("tests", MOMENT)
    return database


def test_twice_cleared_or_replayed_the_same_moment_changes_nothing(
    airflow: AirflowHouse, supplied: Database
) -> None:
    ticks = _the_whole_line(airflow, supplied, MOMENT)
    first = _standing(supplied)
    assert all(first.rows[name] for name in ("escalations", "letters", "approvals", "dispatches"))

    for dag in LINE:
        _run(airflow, dag, MOMENT)
    assert _standing(supplied).changed(first) == []

    for dag, tick in ticks.items():
        _run(airflow, dag, MOMENT, again=tick)
    assert _standing(supplied).changed(first) == []

    for moment in WEEK:
        _by_steps(moment)
    week = _standing(supplied)
    assert "escalations" in week.changed(first)
    for moment in WEEK:
        for dag in LINE:
            _run(airflow, dag, moment)
    assert _standing(supplied).changed(week) == []


def _the_whole_line(
    airflow: AirflowHouse, database: Database, moment: datetime
) -> dict[str, datetime]:
    """Run every DAG once, people doing their part between; the logical date of each run."""
    ticks = {dag: _run(airflow, dag, moment) for dag in BEFORE_THE_CLERKS}
    do_steps_before_letters(database, moment)
    ticks |= {dag: _run(airflow, dag, moment) for dag in BEFORE_THE_MANAGER}
    yes, no, *_ = decisions.waiting(database)
    decisions.approve(database, yes.letter_id, "manager1", moment)
    decisions.reject(database, no.letter_id, "manager1", "wrong_facts", "Not so.", moment)
    return ticks | {dag: _run(airflow, dag, moment) for dag in AFTER_THE_MANAGER}


def _run(
    airflow: AirflowHouse, dag: str, moment: datetime, again: datetime | None = None
) -> datetime:
    environ = {name: os.environ[name] for name in NAMES}
    outcome, tick = airflow.run(dag, again=again, environ=environ, as_of=moment.isoformat())
    assert (outcome.state, outcome.failed) == ("success", ()), airflow.last_words
    assert outcome.tries == (2 if again else 1)
    return tick


def _by_steps(moment: datetime) -> None:
    """The working steps of one day, without Airflow: quicker, and the same."""
    for agency in Agency:
        load_registers.load(agency, moment)
    for source in collect_mail.source_names():
        collect_mail.collect(source, moment)
    process_mail.read(0, moment)
    process_mail.identify(0, moment)
    process_mail.classify(0, moment)
    process_mail.open_requests(0, moment)
    escalate_overdue.chase(moment)
    escalate_overdue.tell(moment)
    draft_letters.draft(0, moment)
    for agency in Agency:
        dispatch_letters.batch(agency, moment)
    backtest_rules.run(None, None, "mailroom", moment)


def _standing(database: Database) -> Standing:
    var: Path = from_environment().var
    kept = [var / name for name in ("objects", "out", "mail", "registers")]
    return Standing(exact(database), {k: v for folder in kept for k, v in files(folder).items()})
