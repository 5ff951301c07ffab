"""A chunk is two short transactions with the work between them.

Claim a few items, work on them outside any transaction, finish behind the fence. A loop ends when
nothing can be claimed or its time is spent. When a chunk's write fails on data it is repeated item
by item, and the culprit is quarantined; its neighbours go on.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Row

from mailroom.records.mail import ItemStatus
from mailroom.steps.counts import Counts, add
from mailroom.store import leases
from mailroom.store.database import Database, DatabaseFault
from mailroom.store.queries import question

log = logging.getLogger(__name__)

Result = TypeVar("Result")
Rows = Sequence[Row[Any]]

BUDGET_SECONDS = 600.0
MOST_TRIES = 3


@dataclass(frozen=True, slots=True)
class Stage(Generic[Result]):
    """One stage of the line.

    `work(rows, lease_id)` gives a result for each item id, outside any transaction. `save` writes
    results and moves the items on, and returns counts; it may be called again with fewer items.
    """

    takes: ItemStatus
    chunk: int
    work: Callable[[Rows, int], dict[int, Result]]
    save: Callable[[Connection, dict[int, Result]], Counts]


def run_stage(
    database: Database,
    stage: Stage[Result],
    holder: str,
    budget_seconds: float = BUDGET_SECONDS,
) -> Counts:
    """Take items through a stage until none is left or the time is spent; count outcomes."""
    counts: Counts = {}
    ends = time.monotonic() + budget_seconds
    while time.monotonic() < ends:
        with database.transaction() as connection:
            claim = leases.claim_items(connection, holder, stage.takes, stage.chunk)
            if not claim.rows:
                leases.end(connection, claim.lease_id)
                return counts
            add(counts, _give_up(connection, claim.rows))
        fit = [row for row in claim.rows if row.tries <= MOST_TRIES]
        results = stage.work(fit, claim.lease_id) if fit else {}
        add(counts, _finish(database, stage, claim.lease_id, results))
    log.info("time is spent; the next run goes on")
    return counts


def _give_up(connection: Connection, rows: Rows) -> Counts:
    """Items that were started too often without an end: set aside before they stop us again."""
    worn = [row.id for row in rows if row.tries > MOST_TRIES]
    return _quarantine(connection, worn, "tried_too_often") if worn else {}


def _finish(
    database: Database, stage: Stage[Result], lease_id: int, results: dict[int, Result]
) -> Counts:
    try:
        with database.transaction() as connection:
            leases.fence(connection, lease_id)
            counts = stage.save(connection, results)
            leases.end(connection, lease_id)
            return counts
    except DatabaseFault as fault:
        if not fault.is_data:
            raise
        log.warning("a chunk of %d was refused (%s): item by item", len(results), fault.sqlstate)
    return _one_by_one(database, stage, lease_id, results)


def _one_by_one(
    database: Database, stage: Stage[Result], lease_id: int, results: dict[int, Result]
) -> Counts:
    counts: Counts = {}
    for item_id, result in results.items():
        try:
            with database.transaction() as connection:
                leases.fence(connection, lease_id)
                add(counts, stage.save(connection, {item_id: result}))
        except DatabaseFault as fault:
            if not fault.is_data:
                raise
            with database.transaction() as connection:
                leases.fence(connection, lease_id)
                add(counts, _quarantine(connection, [item_id], "cannot_be_stored"))
    with database.transaction() as connection:
        leases.fence(connection, lease_id)
        leases.end(connection, lease_id)
    return counts


WORDS = {
    "tried_too_often": "Work on it was broken off three times: retry it alone or discard it.",
    "cannot_be_stored": "What was found cannot be stored: tell the keepers of the system.",
}


def _quarantine(connection: Connection, item_ids: Sequence[int], code: str) -> Counts:
    connection.execute(
        question("quarantine_items"),
        {"ids": list(item_ids), "reason_code": code, "reason": WORDS[code]},
    )
    return {"quarantined": len(item_ids)}
