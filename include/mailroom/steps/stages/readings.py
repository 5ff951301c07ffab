"""What a reader found, into rows: documents by part, pages, mail headers, further items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, update

from mailroom.records.mail import ItemStatus
from mailroom.records.reading import Attachment, Mail, Page, Reading, ReadResult
from mailroom.steps.counts import Counts
from mailroom.store.queries import question
from mailroom.store.tables import documents, items, mails, pages

TEXT = "text/plain"


@dataclass(frozen=True, slots=True)
class _Part:
    """A named piece of an item, as it is stored."""

    part: str
    body: str
    name: str | None = None
    media_type: str = TEXT
    bytes: int = 0
    encrypted: bool = False
    sha256: str | None = None
    unread_reason: str | None = None
    notes: tuple[str, ...] = ()
    passed_over: bool = False
    pages: tuple[Page, ...] = ()


def save_readings(connection: Connection, results: dict[int, ReadResult]) -> Counts:
    """Store readings of items and move them on: read, or quarantined with the reader's reason."""
    rows = connection.execute(question("items_to_save"), {"ids": list(results)}).all()
    whole = [(row, results[row.id]) for row in rows if not results[row.id].quarantined]
    broken = [(row, results[row.id]) for row in rows if results[row.id].quarantined]
    readings = [pair for row, result in whole for pair in _items(connection, row, result)]
    _insert_documents(connection, readings)
    _insert_mails(connection, readings)
    _move(connection, [row.id for row, _ in whole], broken)
    held = [(row, len(result.items)) for row, result in whole] + [(row, 1) for row, _ in broken]
    if held:
        counted = [{"id": row.receipt_id, "held": number} for row, number in held]
        connection.execute(question("ingest_receipts"), counted)
    return {"read": len(readings), "quarantined": len(broken)}


def _items(
    connection: Connection, row: Row[Any], result: ReadResult
) -> Iterator[tuple[int, Reading]]:
    """The item itself for the first reading, and a new item beside it for each further one."""
    for ordinal, reading in enumerate(result.items, start=1):
        item_id = row.id if ordinal == 1 else _further_item(connection, row, ordinal)
        yield item_id, reading


def _further_item(connection: Connection, row: Row[Any], ordinal: int) -> int:
    return int(
        connection.execute(
            insert(items).returning(items.c.id),
            {
                "receipt_id": row.receipt_id,
                "ordinal": ordinal,
                "agency": row.agency,
                "channel": row.channel,
                "received_at": row.received_at,
                "priority": row.priority,
                "status": ItemStatus.READ,
            },
        ).scalar_one()
    )


def _insert_documents(connection: Connection, readings: list[tuple[int, Reading]]) -> None:
    parts = [
        (item_id, ordinal, reading.language, part)
        for item_id, reading in readings
        for ordinal, part in enumerate(_parts(reading), start=1)
    ]
    if not parts:
        return
    ids = connection.execute(
        insert(documents).returning(documents.c.id, sort_by_parameter_order=True),
        [_document(item_id, ordinal, language, part) for item_id, ordinal, language, part in parts],
    ).scalars()
    rows = [
        {
            "document_id": document_id,
            "number": number,
            "method": page.method,
            "confidence": page.confidence,
            "characters": len(page.text),
        }
        for document_id, (*_, part) in zip(ids, parts, strict=True)
        for number, page in enumerate(part.pages, start=1)
    ]
    if rows:
        connection.execute(insert(pages), rows)


def _document(item_id: int, ordinal: int, language: str | None, part: _Part) -> dict[str, object]:
    return {
        "item_id": item_id,
        "part": part.part,
        "ordinal": ordinal,
        "name": part.name,
        "media_type": part.media_type,
        "bytes": part.bytes,
        "encrypted": part.encrypted,
        "content_sha256": part.sha256,
        "language": language,
        "body": part.body,
        "unread_reason": part.unread_reason,
        "notes": list(part.notes),
        "passed_over": part.passed_over,
    }


def _parts(reading: Reading) -> Iterator[_Part]:
    attached = {f"attachment:{n}": one for n, one in enumerate(_attachments(reading), start=1)}
    for part, body in reading.parts.items():
        if part in attached:
            yield _attached(part, attached[part])
        elif part == "text":
            yield _Part(
                part,
                body,
                unread_reason=reading.reason,
                notes=reading.notes,
                pages=reading.pages,
            )
        else:
            yield _Part(part, body)


def _attachments(reading: Reading) -> tuple[Attachment, ...]:
    return reading.mail.attachments if reading.mail else ()


def _attached(part: str, attachment: Attachment) -> _Part:
    return _Part(
        part,
        attachment.text,
        name=attachment.name,
        media_type=attachment.media_type,
        bytes=attachment.bytes,
        encrypted=attachment.encrypted,
        sha256=attachment.sha256 or None,
        unread_reason=attachment.reason,
        notes=attachment.notes,
        passed_over=attachment.passed_over,
        pages=attachment.pages,
    )


def _insert_mails(connection: Connection, readings: list[tuple[int, Reading]]) -> None:
    rows = [_mail(item_id, reading.mail) for item_id, reading in readings if reading.mail]
    if rows:
        connection.execute(insert(mails), rows)


def _mail(item_id: int, mail: Mail) -> dict[str, object]:
    return {
        "item_id": item_id,
        "from_name": mail.from_name,
        "from_email": mail.from_email,
        "message_id": mail.message_id,
        "dated_at": mail.date_utc,
        "is_bounce": mail.is_bounce,
        "is_auto_reply": mail.is_auto_reply,
        "authentication": mail.authentication,
        "several_from": mail.several_from,
    }


def _move(
    connection: Connection, whole: list[int], broken: list[tuple[Row[Any], ReadResult]]
) -> None:
    if whole:
        connection.execute(
            update(items).where(items.c.id.in_(whole)),
            {"status": ItemStatus.READ, "lease_id": None, "tries": 0},
        )
    for row, result in broken:
        connection.execute(
            update(items).where(items.c.id == row.id),
            {
                "status": ItemStatus.QUARANTINED,
                "lease_id": None,
                "reason_code": result.reason_code,
                "reason": result.reason,
            },
        )
