"""Dispatch: the same bytes whenever it is killed, and nothing leaves that may not."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Row

from mailroom.errors import LeaseLost, LettersStopped, MachineryFault
from mailroom.letters.manifest import ManifestLine
from mailroom.settings import from_environment
from mailroom.steps import dispatch_letters
from mailroom.steps.planned_batches import TOO_LATE
from mailroom.store.database import Database
from mailroom.store.files import Files
from tests.houses import ask
from tests.killed import KILLED, run_until_killed
from tests.steps import line
from tests.steps.line import AS_OF

APPROVED = "SELECT id, agency, address_id FROM letters WHERE status = 'approved' ORDER BY id"
WITHDRAW = "UPDATE addresses SET withdrawn_at = :moment WHERE id = :id"
ATTORNEY = """INSERT INTO attorneys
    (agency, attorney_ref, name, case_number, person_ref, received_on, withdrawn_at)
  SELECT l.agency, l.recipient_ref, 'A. Torney', c.case_number, l.recipient_ref, '2026-01-01', :gone
  FROM letters l JOIN service_requests s ON s.id = l.service_request_id
  JOIN cases c ON c.id = s.case_id WHERE l.id = :id"""
OTHER_SUBJECT = """UPDATE letters SET canonical = jsonb_set(canonical, '{subject}', '"Other"')
  WHERE status = 'approved'"""


def _exit(*_: object) -> None:
    os._exit(KILLED)


def _killed_after_planning() -> None:
    dispatch_letters._send = _exit  # type: ignore[assignment]
    line.dispatch()


def _killed_between_the_files() -> None:
    honest = Files.write

    def killed(files: Files, key: str, content: bytes) -> str:
        return _exit() or "" if key.endswith(".csv") else honest(files, key, content)

    Files.write = killed  # type: ignore[method-assign]
    line.dispatch()


def _killed_before_it_is_recorded() -> None:
    dispatch_letters.finish_batch = _exit
    line.dispatch()


def _out() -> Path:
    return Path(from_environment().out_url)


def _failed(database: Database) -> list[int]:
    rows = ask(database, "SELECT letter_id FROM dispatches WHERE status = 'failed' ORDER BY 1")
    return [row.letter_id for row in rows]


def _to_a_person(database: Database) -> Row:
    return ask(database, "SELECT l.id, l.recipient_ref FROM letters l "
                         "JOIN service_requests s ON s.id = l.service_request_id "
                         "WHERE l.status = 'approved' AND l.recipient_kind = 'person' "
                         "AND s.case_id IS NOT NULL ORDER BY l.id")[0]  # fmt: skip


def _what_lies_there_is_what_was_recorded(database: Database) -> None:
    files = line.files(_out())
    batches = ask(database, "SELECT * FROM print_batches WHERE status = 'sent'")
    assert sorted(files.values()) == sorted(
        name for one in batches for name in (one.pdf_sha256, one.manifest_sha256)
    )


def _states(database: Database, table: str) -> set[str]:
    return {row.status for row in ask(database, f"SELECT status FROM {table}")}


@pytest.mark.parametrize(
    "kill", [_killed_after_planning, _killed_between_the_files, _killed_before_it_is_recorded]
)
def test_killed_anywhere_the_next_run_makes_the_same_batches(
    decided_house: Database, kill: Callable[[], None], undisturbed: dict[str, str]
) -> None:
    run_until_killed(kill)
    ask(decided_house, "UPDATE leases SET until = clock_timestamp()")
    line.dispatch()
    assert line.files(_out()) == undisturbed
    assert len(ask(decided_house, "SELECT id FROM print_batches")) == len(undisturbed) // 2
    assert (
        _states(decided_house, "print_batches") == _states(decided_house, "dispatches") == {"sent"}
    )


def test_the_manifest_names_each_letter_and_no_person(decided_house: Database) -> None:
    sent = line.dispatch()["letters"]
    manifests = [path.read_text() for path in _out().rglob("*.csv")]
    rows = [row for text in manifests for row in csv.DictReader(text.splitlines())]
    assert len(rows) == sent
    for name in ask(decided_house, "SELECT family_name AS word FROM persons UNION "
                                   "SELECT name FROM employers"):  # fmt: skip
        assert all(name.word not in text for text in manifests)


def test_a_dry_run_sends_nothing(decided_house: Database) -> None:
    waiting = ask(decided_house, "SELECT id FROM letters WHERE status = 'approved'")
    would = [dispatch_letters.batch(agency, AS_OF, dry_run=True) for agency in ("cms", "ors")]
    assert sum(one["would_send"] for one in would) == len(waiting) > 1
    assert ask(decided_house, "SELECT id FROM print_batches") == []
    assert not _out().exists()


def test_a_letter_whose_address_is_gone_stays_behind_for_a_person(decided_house: Database) -> None:
    moved, *others = ask(decided_house, APPROVED)
    ask(decided_house, WITHDRAW, moment=AS_OF, id=moved.address_id)
    stale = [one.id for one in (moved, *others) if one.address_id == moved.address_id]
    assert line.dispatch()["letters"] == len(others) + 1 - len(stale)
    failed = ask(decided_house, "SELECT letter_id, reason FROM dispatches WHERE status = 'failed'")
    assert sorted(row.letter_id for row in failed) == stale
    assert all(row.reason for row in failed)


def test_an_approval_lost_after_planning_keeps_its_letter_in(decided_house: Database) -> None:
    run_until_killed(_killed_after_planning)
    ask(decided_house, "UPDATE leases SET until = clock_timestamp()")
    ask(decided_house, "UPDATE letters SET status = 'withdrawn', reason_code = 'x' "
                       "WHERE status = 'approved'")  # fmt: skip
    assert line.dispatch() == {"batches": 0, "letters": 0}
    assert _states(decided_house, "print_batches") == {"void"}
    assert not _out().exists()


def test_who_lost_the_batch_writes_nothing_over_what_another_run_sent(
    decided_house: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = dispatch_letters.manifest_csv

    def asleep(lines: list[ManifestLine]) -> bytes:
        """The letters are set, and meanwhile an address goes and another run takes the batch."""
        monkeypatch.setattr(dispatch_letters, "manifest_csv", honest)
        ask(decided_house, WITHDRAW, moment=AS_OF, id=ask(decided_house, APPROVED)[0].address_id)
        line.dispatch()
        return honest(lines)

    monkeypatch.setattr(dispatch_letters, "manifest_csv", asleep)
    with pytest.raises(LeaseLost):
        line.dispatch()
    _what_lies_there_is_what_was_recorded(decided_house)


def test_a_letter_whose_address_goes_while_the_batch_is_set_stays_behind(
    decided_house: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = dispatch_letters.manifest_csv
    moved, *others = ask(decided_house, APPROVED)

    def slow(lines: list[ManifestLine]) -> bytes:
        ask(decided_house, WITHDRAW, moment=AS_OF, id=moved.address_id)
        return honest(lines)

    monkeypatch.setattr(dispatch_letters, "manifest_csv", slow)
    stale = [one.id for one in (moved, *others) if one.address_id == moved.address_id]
    assert line.dispatch()["letters"] == len(others) + 1 - len(stale)
    assert _failed(decided_house) == stale
    _what_lies_there_is_what_was_recorded(decided_house)


def test_two_dispatches_at_once_send_each_letter_once(decided_house: Database) -> None:
    waiting = [one.id for one in ask(decided_house, APPROVED)]

    def dispatch(_: int) -> None:
        with suppress(MachineryFault):  # who comes second may be refused, and tries again later
            line.dispatch()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(dispatch, range(3)))
    line.dispatch()
    manifests = [path.read_text().splitlines() for path in _out().rglob("*.csv")]
    sent = [int(row["letter_id"]) for lines in manifests for row in csv.DictReader(lines)]
    assert sorted(sent) == waiting
    _what_lies_there_is_what_was_recorded(decided_house)


def test_a_batch_that_was_written_and_then_emptied_is_taken_away(decided_house: Database) -> None:
    run_until_killed(_killed_before_it_is_recorded)
    assert list(_out().rglob("*.pdf"))
    ask(decided_house, "UPDATE addresses SET withdrawn_at = :moment", moment=AS_OF)
    assert line.dispatch() == {"batches": 0, "letters": 0}
    assert [path for path in _out().rglob("*") if path.is_file()] == []


def test_a_letter_to_somebody_who_died_stays_behind(decided_house: Database) -> None:
    letter = _to_a_person(decided_house)
    ask(decided_house, "UPDATE persons SET died_on = :day WHERE person_ref = :ref",
        day=AS_OF.date(), ref=letter.recipient_ref)  # fmt: skip
    line.dispatch()
    assert letter.id in _failed(decided_house)


@pytest.mark.parametrize("speaks", [True, False])
def test_a_letter_leaves_to_an_attorney_only_who_speaks_for_the_person_still(
    decided_house: Database, speaks: bool
) -> None:
    letter = _to_a_person(decided_house)
    ask(decided_house, ATTORNEY, id=letter.id, gone=None if speaks else AS_OF)
    ask(decided_house, "UPDATE letters SET recipient_kind = 'attorney' WHERE id = :id",
        id=letter.id)  # fmt: skip
    ask(decided_house, "UPDATE addresses SET owner_kind = 'attorney' WHERE owner_ref = :ref",
        ref=letter.recipient_ref)  # fmt: skip
    line.dispatch()
    assert (letter.id not in _failed(decided_house)) == speaks


@pytest.mark.parametrize(("days", "leaves"), [(0, False), (1, True)])
def test_a_letter_leaves_before_the_day_it_promises_alone(
    decided_house: Database, days: int, leaves: bool
) -> None:
    letter, *others = ask(decided_house, APPROVED)
    promise = "UPDATE letters SET promised_on = CAST(:day AS date) WHERE id = :id"
    ask(decided_house, promise, id=letter.id, day=AS_OF.date() + timedelta(days=days))
    ask(decided_house, "UPDATE letters SET promised_on = NULL WHERE id <> :id", id=letter.id)
    assert line.dispatch()["letters"] == len(others) + leaves
    failed = ask(decided_house, "SELECT letter_id, reason FROM dispatches WHERE status = 'failed'")
    assert [tuple(row) for row in failed] == ([] if leaves else [(letter.id, TOO_LATE)])


def test_changed_content_stops_the_batch_before_anything_is_written(
    decided_house: Database,
) -> None:
    ask(decided_house, OTHER_SUBJECT)
    with pytest.raises(LettersStopped, match="not what was approved"):
        line.dispatch()
    assert not _out().exists()


def test_a_letter_that_a_check_stops_is_kept_back_and_the_next_run_sends_the_others(
    decided_house: Database,
) -> None:
    bad, *others = ask(decided_house, APPROVED)
    ask(decided_house, OTHER_SUBJECT + " AND id = :id", id=bad.id)
    with pytest.raises(LettersStopped, match=f"letter {bad.id}: its content"):
        line.dispatch()
    assert not (_out() / "print" / bad.agency).exists()  # the other agency's batch is its own
    line.dispatch()
    line.dispatch()
    assert _failed(decided_house) == [bad.id]
    sent = ask(decided_house, "SELECT letter_id FROM dispatches WHERE status = 'sent' ORDER BY 1")
    assert [row.letter_id for row in sent] == [one.id for one in others]
    _what_lies_there_is_what_was_recorded(decided_house)
