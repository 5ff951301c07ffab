"""Claims: a lease for a chunk of items, by the database's clock, and a fence at the finish.

Two short transactions make a chunk. *Claim* opens a lease, ends every older lease of the same
holder, and puts its id on free items. The work runs outside any transaction. *Finish* locks the
lease row and its items, and refuses when it has ended, so that a process which lost its lease can
change nothing, and nobody takes items while their results are being written.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from mailroom.errors import LeaseLost
from mailroom.records.mail import ItemStatus
from mailroom.store.queries import question

LEASE_SECONDS = 600  # longer than a reading child may take for one file


@dataclass(frozen=True, slots=True)
class Claim:
    """A lease and the rows of `items` it covers, with how often each was tried."""

    lease_id: int
    rows: Sequence[Row[Any]]


def open_lease(connection: Connection, holder: str, seconds: int = LEASE_SECONDS) -> int:
    """A new lease for this holder; its older ones end, so a retry resumes at once."""
    connection.execute(question("end_leases_of_holder"), {"holder": holder})
    opened = connection.execute(question("open_lease"), {"holder": holder, "seconds": seconds})
    return int(opened.scalar_one())


def claim_items(
    connection: Connection,
    holder: str,
    status: ItemStatus,
    limit: int,
    passed_over: Collection[int] = (),
) -> Claim:
    """Lease up to `limit` free items in `status`, urgent and born-digital first."""
    lease_id = open_lease(connection, holder)
    rows = connection.execute(
        question("claim_items"),
        {"status": status, "limit": limit, "lease_id": lease_id, "passed_over": list(passed_over)},
    ).all()
    return Claim(lease_id, sorted(rows, key=lambda row: (row.priority, row.received_at, row.id)))


def renew(connection: Connection, lease_id: int, seconds: int = LEASE_SECONDS) -> None:
    """Move the end of a lease. Raises LeaseLost when it has ended."""
    asked = {"lease_id": lease_id, "seconds": seconds}
    _must_hold(connection.execute(question("renew_lease"), asked).rowcount == 1, lease_id)


def fence(connection: Connection, lease_id: int) -> None:
    """Lock the lease to the end of this transaction. Raises LeaseLost when it has ended."""
    held = connection.execute(question("lock_lease"), {"lease_id": lease_id}).first()
    _must_hold(held is not None, lease_id)


def fence_items(connection: Connection, lease_id: int, item_ids: Collection[int]) -> None:
    """As `fence`, and lock the items. Raises LeaseLost when one of them is in other hands."""
    fence(connection, lease_id)
    held = set(connection.execute(question("lock_leased_items"), {"lease_id": lease_id}).scalars())
    _must_hold(held.issuperset(item_ids), lease_id)


def fence_batch(connection: Connection, lease_id: int, batch_id: int) -> None:
    """As `fence`, and lock the print batch. Raises LeaseLost when it is in other hands."""
    fence(connection, lease_id)
    held = connection.execute(
        question("lock_leased_batch"), {"lease_id": lease_id, "batch_id": batch_id}
    ).first()
    _must_hold(held is not None, lease_id)


def give_back(connection: Connection, lease_id: int, item_ids: Collection[int]) -> None:
    """Free items that were not worked on; the claim does not count as a try."""
    connection.execute(question("give_back_items"), {"lease_id": lease_id, "ids": sorted(item_ids)})


def end(connection: Connection, lease_id: int) -> None:
    """End a lease whose work is finished."""
    connection.execute(question("end_lease"), {"lease_id": lease_id})


def _must_hold(held: bool, lease_id: int) -> None:
    if not held:
        raise LeaseLost(f"lease {lease_id} has ended: another worker holds its items now")
