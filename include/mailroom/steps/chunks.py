"""A chunk is two short transactions with the work between them.

Claim a few items, work on them outside any transaction, finish behind the fence. A loop ends when
nothing can be claimed or its time is spent. One item never costs its neighbours:

- An item that was begun before and not ended is taken alone; after three tries it is set aside.
- When work on a chunk fails, it is repeated item by item; the culprit keeps its try.
- When a chunk's write fails on data, it is repeated item by item; the culprit is set aside.

A fault of the machinery is nobody's fault: the items are given back, no try is counted, and it
raises. An item whose stored original is lost is given back too, and raises after all the others.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Row

from mailroom.errors import MachineryFault, ObjectLost
from mailroom.records.mail import ItemStatus
from mailroom.steps.counts import Counts, add
from mailroom.store import leases
from mailroom.store.database import Database, DatabaseFault
from mailroom.store.leases import Claim
from mailroom.store.queries import question

log = logging.getLogger(__name__)

Result = TypeVar("Result")
Rows = Sequence[Row[Any]]
Lost = dict[int, ObjectLost]

BUDGET_SECONDS = 600.0
MOST_TRIES = 3
MACHINERY = (MachineryFault, OSError, MemoryError)


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
    """Take items through a stage until none is left or the time is spent; count outcomes.

    Raises ObjectLost after all that could be done, when an item's original cannot be had.
    """
    counts: Counts = {}
    lost: Lost = {}
    ends = time.monotonic() + budget_seconds
    while time.monotonic() < ends:
        claim, worn_out = _claim(database, stage, holder, lost)
        add(counts, worn_out)
        if not claim.rows and not worn_out:
            break
        add(counts, _carry_out(database, stage, claim, lost))
    else:
        log.info("time is spent; the next run goes on")
    if lost:
        log.error("%d items wait for an original that is lost; done were %s", len(lost), counts)
        raise next(iter(lost.values()))
    return counts


def _claim(
    database: Database, stage: Stage[Result], holder: str, lost: Lost
) -> tuple[Claim, Counts]:
    """What to work on now, and how many items were set aside because they were begun too often."""
    with database.transaction() as connection:
        claim = leases.claim_items(connection, holder, stage.takes, stage.chunk, lost)
        if not claim.rows:
            leases.end(connection, claim.lease_id)
        worn = [row.id for row in claim.rows if row.tries > MOST_TRIES]
        counts = _quarantine(connection, worn, "tried_too_often") if worn else {}
        rows = [row for row in claim.rows if row.tries <= MOST_TRIES]
        chosen = _alone(rows)
        others = {row.id for row in rows} - {row.id for row in chosen}
        if others:
            leases.give_back(connection, claim.lease_id, others)
        return Claim(claim.lease_id, chosen), counts


def _alone(rows: Rows) -> Rows:
    """An item that was begun before may have ended its worker: it must not take others along."""
    begun = [row for row in rows if row.tries > 1]
    return begun[:1] or rows


def _carry_out(database: Database, stage: Stage[Result], claim: Claim, lost: Lost) -> Counts:
    try:
        results = _worked(stage, claim, lost)
        waiting = [row.id for row in claim.rows if row.id in lost]
        if waiting:
            with database.transaction() as connection:
                leases.give_back(connection, claim.lease_id, waiting)
        return _finish(database, stage, claim.lease_id, results)
    except MACHINERY:
        with suppress(MachineryFault), database.transaction() as connection:
            ids = [row.id for row in claim.rows]
            leases.give_back(connection, claim.lease_id, ids)
            leases.end(connection, claim.lease_id)
        raise


def _worked(stage: Stage[Result], claim: Claim, lost: Lost) -> dict[int, Result]:
    if not claim.rows:
        return {}
    try:
        return stage.work(claim.rows, claim.lease_id)
    except ObjectLost as fault:
        if len(claim.rows) == 1:
            lost[claim.rows[0].id] = fault
    except MACHINERY:
        raise
    except Exception as fault:  # whatever it is, it must not stop the line
        log.warning("work on %d items failed (%s)", len(claim.rows), type(fault).__name__)
    return _worked_one_by_one(stage, claim, lost)


def _worked_one_by_one(stage: Stage[Result], claim: Claim, lost: Lost) -> dict[int, Result]:
    results: dict[int, Result] = {}
    for row in claim.rows if len(claim.rows) > 1 else ():
        try:
            results |= stage.work([row], claim.lease_id)
        except ObjectLost as fault:
            lost[row.id] = fault
        except MACHINERY:
            raise
        except Exception as fault:
            log.warning("work on item %d failed (%s)", row.id, type(fault).__name__)
    return results


def _finish(
    database: Database, stage: Stage[Result], lease_id: int, results: dict[int, Result]
) -> Counts:
    try:
        with database.transaction() as connection:
            counts = _save(connection, stage, lease_id, results)
            leases.end(connection, lease_id)
            return counts
    except Exception as fault:
        if not _is_of_an_item(fault):
            raise
        log.warning("a chunk of %d was refused (%s): item by item", len(results), _name(fault))
    return _one_by_one(database, stage, lease_id, results)


def _one_by_one(
    database: Database, stage: Stage[Result], lease_id: int, results: dict[int, Result]
) -> Counts:
    counts: Counts = {}
    for item_id, result in results.items():
        try:
            with database.transaction() as connection:
                add(counts, _save(connection, stage, lease_id, {item_id: result}))
        except Exception as fault:
            if not _is_of_an_item(fault):
                raise
            log.warning("item %d cannot be stored (%s)", item_id, _name(fault))
            with database.transaction() as connection:
                leases.fence_items(connection, lease_id, [item_id])
                add(counts, _quarantine(connection, [item_id], "cannot_be_stored"))
    with database.transaction() as connection:
        leases.fence(connection, lease_id)
        leases.end(connection, lease_id)
    return counts


def _save(
    connection: Connection, stage: Stage[Result], lease_id: int, results: dict[int, Result]
) -> Counts:
    leases.fence_items(connection, lease_id, results)
    return stage.save(connection, results) if results else {}


def _is_of_an_item(fault: Exception) -> bool:
    """True when a row or a rule for it is at fault, and not the server, the disk or the lease."""
    return fault.is_data if isinstance(fault, DatabaseFault) else not isinstance(fault, MACHINERY)


def _name(fault: Exception) -> str:
    """What may be logged of a fault: never its message, which may quote the mail."""
    return fault.sqlstate if isinstance(fault, DatabaseFault) else type(fault).__name__


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
