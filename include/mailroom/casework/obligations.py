"""What is due or overdue, and what becomes of it: flagged in the first sweep after its moment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from mailroom.records.casework import request_name
from mailroom.store.narratives import Narrative, about, tell
from mailroom.store.queries import question


def flag_overdue(connection: Connection, moment: datetime, agency: str | None) -> dict[str, int]:
    """Flag open obligations whose moment has passed, and promises that were broken, once each."""
    asked = {"moment": moment, "agency": agency}
    flagged = connection.execute(question("flag_overdue_obligations"), asked).all()
    broken = connection.execute(question("flag_broken_promises"), asked).all()
    tell(connection, [_flagged(row, moment) for row in flagged])
    tell(connection, [_broken(row, moment) for row in broken])
    return {"flagged": len(flagged), "promises_broken": len(broken)}


def _flagged(row: Row[Any], moment: datetime) -> Narrative:
    return _narrative(
        row, moment, "overdue", f"{request_name(row.service_request_id)}: {row.kind} is overdue."
    )


def _broken(row: Row[Any], moment: datetime) -> Narrative:
    return _narrative(
        row,
        moment,
        "promise_broken",
        f"{request_name(row.service_request_id)}: the time promised for the {row.kind} has passed.",
    )


def _narrative(row: Row[Any], moment: datetime, event: str, words: str) -> Narrative:
    return about(
        row,
        key=f"{event}:{row.id}",
        at=moment,
        event=event,
        words=words,
        reference=row.reference,
    )
