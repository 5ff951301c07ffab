"""Rows for tests, as the application role writes them."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, insert

from mailroom.records.mail import ItemStatus
from mailroom.store.tables import items, receipts

MOMENT = datetime(2026, 11, 23, 7, tzinfo=UTC)


def receipt(reference: str = "r1", **columns: object) -> dict[str, object]:
    """A receipt of an email that is being processed."""
    row: dict[str, object] = {
        "agency": "cms",
        "channel": "email",
        "source": "cms-email",
        "source_reference": reference,
        "received_at": MOMENT,
        "received_day": MOMENT.date(),
        "collected_at": MOMENT,
        "content_sha256": "0" * 64,
        "content_bytes": 1,
        "file_name": reference,
        "media_type": "message/rfc822",
        "facts": {},
        "status": "received",
    }
    return row | columns


def add_receipt(connection: Connection, reference: str = "r1", **columns: object) -> int:
    """Insert a receipt; return its id."""
    inserted = connection.execute(
        insert(receipts).returning(receipts.c.id), receipt(reference, **columns)
    )
    return int(inserted.scalar_one())


def add_items(
    connection: Connection, count: int = 1, reference: str = "r1", **columns: object
) -> list[int]:
    """Insert items of one receipt; return their ids."""
    receipt_id = add_receipt(connection, reference)
    row: dict[str, object] = {
        "receipt_id": receipt_id,
        "agency": "cms",
        "channel": "email",
        "received_at": MOMENT,
        "priority": 1,
        "status": ItemStatus.RECEIVED,
    }
    rows = [row | {"ordinal": number} | columns for number in range(1, count + 1)]
    inserted = connection.execute(insert(items).returning(items.c.id), rows)
    return sorted(inserted.scalars())
