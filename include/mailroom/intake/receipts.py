"""Receipts: what came, from where, when; once each, with the original it doubles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert

from mailroom.intake.sources import Source
from mailroom.records.mail import Arrival, Channel, ItemStatus, Large, ReceiptStatus
from mailroom.store.queries import question
from mailroom.store.tables import calls, items, receipts

BORN_DIGITAL = (Channel.EMAIL, Channel.TELEPHONE)
DIGITAL_PRIORITY, SCAN_PRIORITY = 1, 2
EMPTY, TOO_LARGE = "empty", "too_large"


@dataclass(frozen=True, slots=True)
class Stored:
    """An arrival whose bytes lie in the object store under `sha256`."""

    arrival: Arrival
    sha256: str


def record(
    connection: Connection, source: Source, stored: Sequence[Stored], moment: datetime
) -> dict[str, int]:
    """Write receipts for what has none yet, with one item for each that is new; count outcomes.

    The same reference again with the same content is the same delivery: it makes nothing. With
    other content it is another delivery, told apart by its hash.
    """
    connection.execute(question("lock_receipts_of_agency"), {"agency": source.agency})
    known = _known_references(connection, source, stored)
    originals = _originals(connection, source, stored)
    counts: dict[str, int] = {}
    for one in stored:
        reference = _reference(one, known)
        if reference is None:
            outcome = "again"
        else:
            outcome = _insert(connection, source, one, reference, originals, moment)
            known[reference] = one.sha256
        counts[outcome] = counts.get(outcome, 0) + 1
    return counts


def _known_references(
    connection: Connection, source: Source, stored: Sequence[Stored]
) -> dict[str, str]:
    names = [_printable(one.arrival.reference) for one in stored]
    names += [_told_apart(one) for one in stored]
    rows = connection.execute(
        question("receipts_of_references"), {"source": source.name, "references": names}
    )
    return {row.source_reference: row.content_sha256 for row in rows}


def _originals(connection: Connection, source: Source, stored: Sequence[Stored]) -> dict[str, int]:
    rows = connection.execute(
        question("first_receipts_of_content"),
        {"agency": source.agency, "hashes": [one.sha256 for one in stored]},
    )
    return {row.content_sha256: row.id for row in rows}


def _reference(one: Stored, known: dict[str, str]) -> str | None:
    name = _printable(one.arrival.reference)
    if name not in known:
        return name
    if known[name] == one.sha256 or _told_apart(one) in known:
        return None
    return _told_apart(one)


def _told_apart(one: Stored) -> str:
    return f"{_printable(one.arrival.reference)}#{one.sha256[:16]}"


def _printable(text: str) -> str:
    """Text as a database holds it: file names that are no UTF-8, and NUL, as their escapes."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def _printable_or_none(text: str | None) -> str | None:
    return None if text is None else _printable(text)


def _insert(
    connection: Connection,
    source: Source,
    one: Stored,
    reference: str,
    originals: dict[str, int],
    moment: datetime,
) -> str:
    arrival = one.arrival
    status, reason = _outcome(one, originals)
    receipt_id = connection.execute(
        insert(receipts).returning(receipts.c.id),
        {
            "agency": source.agency,
            "channel": source.channel,
            "source": source.name,
            "source_reference": reference,
            "received_at": arrival.received_at,
            "received_day": arrival.received_at.astimezone(source.zone).date(),
            "collected_at": moment,
            "content_sha256": one.sha256,
            "content_bytes": _size(arrival.content),
            "file_name": _printable(arrival.file_name),
            "media_type": arrival.media_type,
            "facts": {name: _printable(fact) for name, fact in arrival.facts.items()},
            "status": status,
            "duplicate_of": originals.get(one.sha256)
            if status == ReceiptStatus.DUPLICATE
            else None,
            "reason_code": reason,
            "reason": REASONS[reason] if reason else None,
            "items_held": int(status == ReceiptStatus.RECEIVED),
        },
    ).scalar_one()
    originals.setdefault(one.sha256, receipt_id)
    if status == ReceiptStatus.RECEIVED:
        _insert_item(connection, source, arrival, receipt_id)
    return str(status)


def _size(content: bytes | Large) -> int:
    return content.bytes if isinstance(content, Large) else len(content)


REASONS = {
    EMPTY: "The file holds nothing: ask the sender or the scanner's keeper for it again.",
    TOO_LARGE: "The file is too large to be read. It is kept: look at it, or ask for it in parts.",
    "bad_call_row": "The row of the call log cannot be read: correct it in the telephone system.",
    "bad_call_log": "The call log is no CSV file with the columns of one: have it delivered again.",
}


def _outcome(one: Stored, originals: dict[str, int]) -> tuple[ReceiptStatus, str | None]:
    if isinstance(one.arrival.content, Large):
        return ReceiptStatus.QUARANTINED, TOO_LARGE
    if one.arrival.fault:
        return ReceiptStatus.QUARANTINED, one.arrival.fault
    if not one.arrival.content:
        return ReceiptStatus.QUARANTINED, EMPTY
    if one.sha256 in originals:
        return ReceiptStatus.DUPLICATE, None
    return ReceiptStatus.RECEIVED, None


def _insert_item(connection: Connection, source: Source, arrival: Arrival, receipt_id: int) -> None:
    digital = source.channel in BORN_DIGITAL
    item_id = connection.execute(
        insert(items).returning(items.c.id),
        {
            "receipt_id": receipt_id,
            "ordinal": 1,
            "agency": source.agency,
            "channel": source.channel,
            "received_at": arrival.received_at,
            "priority": DIGITAL_PRIORITY if digital else SCAN_PRIORITY,
            "status": ItemStatus.RECEIVED,
        },
    ).scalar_one()
    if arrival.call is not None:
        call = arrival.call
        connection.execute(
            insert(calls),
            {
                "item_id": item_id,
                "caller_number": _printable_or_none(call.caller_number),
                "name_as_given": _printable_or_none(call.name_as_given),
                "reference_entered": _printable_or_none(call.reference_entered),
                "line_called": _printable_or_none(call.line_called),
                "promised_at": call.promised_at,
            },
        )
