"""process_mail is killed or stopped in the middle: nothing is lost, nothing is done twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypedDict

import psutil
import pytest
from sqlalchemy import select, text

from mailroom.steps.reconcile_mail import reconcile
from mailroom.store.database import Database, connect
from mailroom.store.narratives import START, entry_hash
from mailroom.store.tables import narratives
from tests.databases import Urls
from tests.digest import Rows, by_domain, differing
from tests.faults.conftest import Collected
from tests.faults.line_process import MOMENT, STAGES
from tests.shared import CHECKOUT


class Told(TypedDict):
    """What the process says at the end of a stage."""

    stage: str
    moments: int


PATIENCE = 60.0
FIRST_CHUNK = 20  # moments of reading before which there may be no child yet
IN_FLIGHT = (
    "SELECT count(*) FROM items WHERE status IN ('received', 'read', 'identified', 'classified')"
)
BY_STATUS = "SELECT count(*) FROM items WHERE status = :status"
RUN_OUT = "UPDATE leases SET until = clock_timestamp() - interval '1 second' WHERE ended_at IS NULL"


@pytest.fixture(scope="module")
def undisturbed(collected: Collected) -> tuple[dict[str, Rows], dict[str, int]]:
    """The rows of a run that nothing befell, and how many moments each of its stages had."""
    with pytest.MonkeyPatch.context() as environment, collected.copied(environment):
        said = _run_to_the_end()
        rows = by_domain(connect())
    return rows, {one["stage"]: one["moments"] for one in said}


def test_the_undisturbed_run_is_worth_comparing(
    undisturbed: tuple[dict[str, Rows], object],
) -> None:
    rows, _ = undisturbed
    assert len(rows["items"]) >= 35
    filled = {name for name in rows if rows[name]}
    assert filled >= {"documents", "pages", "mails", "calls", "senders", "findings", "outbox",
                      "service_requests", "activities", "obligations", "narratives"}  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_killed_in_every_stage_it_ends_as_if_undisturbed(
    house: Urls, undisturbed: tuple[dict[str, Rows], dict[str, int]], seed: int
) -> None:
    rows, moments = undisturbed
    chance = random.Random(seed)
    for stage in STAGES:
        first = FIRST_CHUNK if stage == "read" else 1
        with _stopped(0, stage, str(chance.randint(first, moments[stage]))) as process:
            children = process.children(recursive=True)
            assert bool(children) == (stage == "read")
            _killed(process.pid, children)
    assert _number(IN_FLIGHT) > 0
    _run_to_the_end()
    _holds_as(rows)


def test_killed_while_the_child_reads_a_scan_both_die_and_the_scan_is_read_later(
    house: Urls, undisturbed: tuple[dict[str, Rows], dict[str, int]]
) -> None:
    process = _started(0)
    _wait(lambda: _number(BY_STATUS, status="received") == 1, "the scan is not last")
    child = psutil.Process(process.pid).children()[0]
    before = child.cpu_times().user
    _wait(lambda: child.cpu_times().user > before + 0.1, "the child does nothing")
    assert _number(BY_STATUS, status="received") == 1
    _killed(process.pid, [child])
    process.communicate()
    _run_to_the_end()
    _holds_as(undisturbed[0])


@pytest.mark.parametrize("stage", STAGES)
def test_who_slept_through_its_lease_is_refused(
    house: Urls, undisturbed: tuple[dict[str, Rows], dict[str, int]], stage: str
) -> None:
    with _stopped(0, stage, "fence") as sleeper:
        _execute(RUN_OUT)
        _run_to_the_end(share=1)
        sleeper.send_signal(signal.SIGCONT)
        _wait(lambda: _ended(sleeper), "the sleeper lives on")
    _holds_as(undisturbed[0])


def _killed(group: int, children: list[psutil.Process]) -> None:
    """Kill a process group; its reading child, in a session of its own, has to die with it.

    The child stands still meanwhile: so it cannot end by itself, for want of a reader.
    """
    for child in children:
        child.suspend()
    os.killpg(group, signal.SIGKILL)
    _wait(lambda: all(map(_ended, [psutil.Process(group), *children])), "somebody lives on")


def _holds_as(rows: dict[str, Rows]) -> None:
    database = connect()
    assert differing(rows, by_domain(database)) == []
    assert _number(IN_FLIGHT) == 0
    assert reconcile(MOMENT)["in_flight"] == 0
    _chains_are_whole(database)


def _chains_are_whole(database: Database) -> None:
    ends: dict[tuple[str, int], tuple[int, str]] = {}
    with database.transaction() as connection:
        told = connection.execute(select(narratives).order_by(narratives.c.sequence)).all()
    for row in told:
        subject = (row.subject_kind, row.subject_id)
        assert (row.sequence - 1, row.previous_hash) == ends.get(subject, (0, START))
        assert row.hash == entry_hash(dict(row._mapping))
        ends[subject] = (row.sequence, row.hash)


def _run_to_the_end(share: int = 0) -> list[Told]:
    process = _started(share)
    said, faults = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, faults
    return [json.loads(line) for line in said.splitlines()]


def _started(share: int, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.line_process", str(share), *words],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@contextmanager
def _stopped(share: int, stage: str, moment: str) -> Iterator[psutil.Process]:
    """A process that stands still at that moment; afterwards it ended, and not well."""
    popen = _started(share, stage, moment)
    process = psutil.Process(popen.pid)
    try:
        _wait(lambda: process.status() == psutil.STATUS_STOPPED, f"never came to {stage} {moment}")
        yield process
    finally:
        if popen.poll() is None:
            os.killpg(popen.pid, signal.SIGKILL)
        _, faults = popen.communicate()
    assert popen.returncode == -signal.SIGKILL or "LeaseLost" in faults
    assert popen.returncode != 0


def _wait(met: Callable[[], bool], else_: str) -> None:
    ends = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < ends, else_
        time.sleep(0.02)


def _ended(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def _number(question: str, **values: object) -> int:
    with connect().transaction() as connection:
        return int(connection.execute(text(question), values).scalar_one())


def _execute(statement: str) -> None:
    with connect().transaction() as connection:
        connection.execute(text(statement))
