"""Dispatch: the same bytes whenever it is killed, and nothing leaves that may not."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from mailroom.errors import LetterFault
from mailroom.settings import from_environment
from mailroom.steps import dispatch_letters
from mailroom.store.database import Database
from mailroom.store.files import Files

from tests.houses import ask
from tests.killed import KILLED, run_until_killed
from tests.steps import line
from tests.steps.line import AS_OF

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
    approved = "SELECT id, address_id FROM letters WHERE status = 'approved' ORDER BY id"
    moved, *others = ask(decided_house, approved)
    ask(decided_house, "UPDATE addresses SET withdrawn_at = :moment WHERE id = :id",
        moment=AS_OF, id=moved.address_id)  # fmt: skip
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


def test_changed_content_stops_the_batch_before_anything_is_written(
    decided_house: Database,
) -> None:
    ask(decided_house, OTHER_SUBJECT)
    with pytest.raises(LetterFault, match="not what was approved"):
        line.dispatch()
    assert not _out().exists()
