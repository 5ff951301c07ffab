"""No value of a person crosses Airflow: planted everywhere, then searched for in all it kept."""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path

import psycopg
import pytest

from mailroom.desk import decisions
from mailroom.records.mail import Agency, Channel
from mailroom.settings import from_environment
from mailroom.steps import rules
from mailroom.store.database import Database
from mailroom.store.migrate import libpq_url
from mailroom_airflow.launch.rehearsal import (
    AFTER_THE_MANAGER,
    BEFORE_THE_CLERKS,
    BEFORE_THE_MANAGER,
)
from tests.clerks import do_steps_before_letters
from tests.databases import Urls
from tests.faults.airflow_house import (
    AirflowHouse,
    Outcome,
)
from tests.faults.conftest import deliver
from tests.faults.line_process import MOMENT
from tests.faults.marks import Marks, mark_mail, mark_registers, write_rows
from tests.faults.search import Search

pytestmark = pytest.mark.airflow

FEWEST = 50
UP_TO_RECEIPTS = BEFORE_THE_CLERKS[:2]
SEEN_BY_AIRFLOW = ("quality_results", "reconciliations")
SERVER_LOG = "SELECT pg_read_binary_file('server.log', %s, 1 << 28)"
SERVER_LOG_SIZE = "SELECT size FROM pg_stat_file('server.log')"
DOUBLE = """
INSERT INTO documents (item_id, part, ordinal, media_type, bytes, encrypted, body)
SELECT id, 'text', 1, 'text/plain', 0, false, %s FROM items WHERE channel = 'email'
ORDER BY id DESC LIMIT 1
"""


@pytest.fixture
def marks(database: Database) -> Marks:
    """A house where whatever tells of a person is marked."""
    marks, var = Marks(), from_environment().var
    deliver(var, tuple(Agency), 8, Channel.FAX)
    for agency in Agency:
        mark_registers(var / "registers" / agency, marks)
        mark_mail(var / "mail" / agency, _reference(var, agency), marks)
    rules.activate_packs("tests", MOMENT)
    return marks


@pytest.mark.parametrize("airflow", ["processes"], indirect=True)
def test_no_mark_is_found_in_what_airflow_kept(
    airflow: AirflowHouse, database: Database, database_urls: Urls, marks: Marks
) -> None:
    log_begins = _server_log_size(database_urls)
    _load_what_cannot_be_loaded(airflow, marks)
    for dag in UP_TO_RECEIPTS:
        assert _run(airflow, dag).state == "success"
    _execute(database_urls.admin, DOUBLE, marks.word())
    for dag in BEFORE_THE_CLERKS[len(UP_TO_RECEIPTS) :]:
        assert _run(airflow, dag).state == "success"
    do_steps_before_letters(database, MOMENT)
    for dag in BEFORE_THE_MANAGER:
        assert _run(airflow, dag).state == "success"
    decisions.approve(database, decisions.waiting(database)[0].letter_id, "manager1", MOMENT)
    for dag in AFTER_THE_MANAGER:
        assert _run(airflow, dag).state == "success"
    _lose_an_original()
    assert _run(airflow, "reconcile_mail").failed == ("reconcile",)

    search = Search(marks.forms)
    assert len(set().union(*search.database(database_urls.admin).values())) >= FEWEST
    assert search.database(database_urls.admin, SEEN_BY_AIRFLOW) == {}
    assert search.database(airflow.database) == {}
    assert search.files(_files(airflow.home)) == {}
    assert search.text("server.log", _server_log(database_urls, log_begins)) == {}
    _is_found_where_it_is(search, airflow, marks)


def _is_found_where_it_is(search: Search, airflow: AirflowHouse, marks: Marks) -> None:
    """The search itself: a mark put into an XCom, and into a log, is seen."""
    mark = marks.forms[0]
    _execute(airflow.database, "UPDATE xcom SET value = to_jsonb(%s::text)", mark)
    assert search.database(airflow.database) == {"xcom.value": {mark.lower()}}
    log = next(path for path in _files(airflow.home) if path.name == "attempt=1.log")
    log.write_text(f"somebody wrote {mark}")
    assert search.files([log]) == {log.name: {mark.lower()}}


def _load_what_cannot_be_loaded(airflow: AirflowHouse, marks: Marks) -> None:
    """Registers with a value that no column takes, and with one that a rule forbids."""
    registers = from_environment().registers
    good = shutil.copytree(registers, registers.with_name("good"))
    _spoil(registers / "cms" / "persons.csv", "born_on", marks.word())
    _spoil(registers / "ors" / "case_participants.csv", "role", marks.word())
    outcome = _run(airflow, "load_registers")
    assert (outcome.state, outcome.failed) == ("failed", ("load",))
    shutil.copytree(good, registers, dirs_exist_ok=True)


def _spoil(path: Path, column: str, value: str) -> None:
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    rows[0][column] = value
    write_rows(path, rows)


def _lose_an_original() -> None:
    objects = Path(from_environment().objects_url)
    next(path for path in objects.rglob("*") if path.is_file()).unlink()


def _run(airflow: AirflowHouse, dag: str) -> Outcome:
    environ = {name: os.environ[name] for name in ("MAILROOM_DATABASE_URL", "MAILROOM_VAR")}
    return airflow.run(dag, environ=environ, as_of=MOMENT.isoformat())[0]


def _reference(var: Path, agency: Agency) -> str:
    with (var / "registers" / agency / "employers.csv").open(newline="", encoding="utf-8") as file:
        return next(csv.DictReader(file))["employer_ref"]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _server_log_size(urls: Urls) -> int:
    with psycopg.connect(libpq_url(urls.admin)) as connection:
        row = connection.execute(SERVER_LOG_SIZE).fetchone()
        assert row is not None
        return int(row[0])


def _server_log(urls: Urls, begins: int) -> bytes:
    with psycopg.connect(libpq_url(urls.admin)) as connection:
        row = connection.execute(SERVER_LOG, [begins]).fetchone()
        assert row is not None
        return bytes(row[0])


def _execute(url: str, statement: str, *values: object) -> None:
    with psycopg.connect(libpq_url(url)) as connection:
        assert connection.execute(statement, values).rowcount > 0
