"""Notices to offices, into the outbox; they name items and requests, never persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert as upsert

from mailroom.policy.pack import Pack
from mailroom.records.casework import NoticeStatus
from mailroom.store.tables import outbox


@dataclass(frozen=True, slots=True)
class Notice:
    """What an office is told. `key` names the event: the same notice is queued once."""

    key: str
    pack: Pack
    office: str
    subject: str
    words: tuple[str, ...]


def queue_notices(connection: Connection, notices: Sequence[Notice], moment: datetime) -> None:
    """Queue notices that are not queued yet; a later step sends them."""
    rows = [_row(notice, moment) for notice in notices]
    if rows:
        connection.execute(upsert(outbox).on_conflict_do_nothing(), rows)


def _row(notice: Notice, moment: datetime) -> dict[str, object]:
    office = notice.pack.office(notice.office)
    return {
        "message_key": f"{notice.key}:{notice.office}",
        "agency": notice.pack.agency,
        "kind": "notice",
        "office": notice.office,
        "recipient": office.email if office and office.email else f"{notice.office}@localhost",
        "subject": notice.subject,
        "body": "\n\n".join(notice.words),
        "status": NoticeStatus.QUEUED,
        "queued_at": moment,
    }
