"""Print batches before they are made: planned, claimed under a lease, and freed of letters that may
no longer leave."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert

from mailroom.casework.rule_sets import ActiveRules
from mailroom.errors import LettersStopped
from mailroom.records.letter import BatchStatus, DispatchStatus
from mailroom.store import leases
from mailroom.store.database import Database
from mailroom.store.files import Files
from mailroom.store.queries import question
from mailroom.store.tables import dispatches, print_batches

MOST_LETTERS = 10_000
NOT_TO_LEAVE = (
    "The approval, the address on record or the right to receive it is gone since: "
    "call or write by hand instead."
)
TOO_LATE = "The day this letter promises has come: call or write by hand instead."
ENDINGS = ("pdf", "csv")


@dataclass(frozen=True, slots=True)
class PlannedBatch:
    """A planned batch while it is being made."""

    id: int
    agency: str
    made_at: datetime
    rows: Sequence[Row[Any]]

    def key(self, rules: ActiveRules, ending: str) -> str:
        """Where its file with this ending lies, below the output folder."""
        day = rules.calendar.local_day(self.made_at)
        return f"print/{self.agency}/{day}/batch-{self.id:06d}.{ending}"


def letters_to_send(connection: Connection, agency: str) -> list[int]:
    """Ids of the approved letters that are in no batch yet, in the order of the batch."""
    rows = connection.execute(
        question("approved_letters_to_dispatch"), {"agency": agency, "limit": MOST_LETTERS}
    )
    return list(rows.scalars())


def plan(connection: Connection, agency: str, ids: list[int], moment: datetime) -> None:
    """Put letters into a new batch, in this order; nothing when there are none."""
    if not ids:
        return
    key = hashlib.sha256(",".join(map(str, sorted(ids))).encode()).hexdigest()
    batch_id = connection.execute(
        insert(print_batches).returning(print_batches.c.id),
        {
            "batch_key": f"{agency}:{key}",
            "agency": agency,
            "status": BatchStatus.QUEUED,
            "letters": len(ids),
            "made_at": moment,
        },
    ).scalar_one()
    connection.execute(
        insert(dispatches),
        [
            {
                "letter_id": letter_id,
                "print_batch_id": batch_id,
                "sequence": sequence,
                "status": DispatchStatus.QUEUED,
                "queued_at": moment,
            }
            for sequence, letter_id in enumerate(ids, start=1)
        ],
    )


def claim(
    database: Database, files: Files, rules: ActiveRules, today: date
) -> tuple[int, PlannedBatch] | None:
    """A lease and the oldest planned batch of the agency, or None; a batch left empty is voided.

    Letters that may not leave by now are marked failed; `today` is the agency's local day.
    """
    agency = rules.pack.agency
    with database.transaction() as connection:
        lease_id = leases.open_lease(connection, f"dispatch_letters.{agency}", seconds=1800)
        row = connection.execute(
            question("claim_print_batch"), {"agency": agency, "lease_id": lease_id}
        ).first()
        if row is None:
            leases.end(connection, lease_id)
            return None
        planned = PlannedBatch(row.id, row.agency, row.made_at, _to_send(connection, row.id, today))
        if not planned.rows:
            for ending in ENDINGS:  # a killed run may have written them, when letters were left
                files.remove(planned.key(rules, ending))
            connection.execute(question("void_print_batch"), {"batch_id": row.id})
            leases.end(connection, lease_id)
        return lease_id, planned


def _to_send(connection: Connection, batch_id: int, today: date) -> Sequence[Row[Any]]:
    """The letters of a batch, marked as being sent; those that may not leave are marked failed."""
    fail_stale(connection, batch_id, today)
    connection.execute(question("mark_batch_sending"), {"batch_id": batch_id})
    return connection.execute(question("batch_letters"), {"batch_id": batch_id}).all()


def fail_stale(connection: Connection, batch_id: int, today: date) -> int:
    """Mark letters of a batch that may no longer leave as failed; return how many."""
    gone = {"batch_id": batch_id, "reason": NOT_TO_LEAVE}
    late = {"batch_id": batch_id, "reason": TOO_LATE, "today": today}
    return (
        connection.execute(question("fail_stale_dispatches"), gone).rowcount
        + connection.execute(question("fail_late_dispatches"), late).rowcount
    )


def keep_back(
    database: Database, lease_id: int, planned: PlannedBatch, stopped: LettersStopped
) -> None:
    """Mark the letters that a check stopped as failed, and end the lease. Raises LeaseLost."""
    rows = [
        {"batch_id": planned.id, "letter_id": letter_id, "reason": str(fault)}
        for letter_id, fault in stopped.why.items()
    ]
    with database.transaction() as connection:
        leases.fence_batch(connection, lease_id, planned.id)
        connection.execute(question("keep_back_dispatch"), rows)
        leases.end(connection, lease_id)
