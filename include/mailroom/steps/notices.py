"""Notices leave the outbox: `sending` is committed before a message is written anywhere.

They are written into a Maildir below MAILROOM_OUT_URL, under a name made from the message's key,
so that writing one again after a broken run makes no second message.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from sqlalchemy import Row

from mailroom.settings import Settings
from mailroom.steps.counts import Counts
from mailroom.store import leases
from mailroom.store.database import Database
from mailroom.store.files import Files
from mailroom.store.queries import question

CHUNK = 200
SENDER = "post-room@mailroom.example"


def send_notices(database: Database, settings: Settings, moment: datetime, holder: str) -> Counts:
    """Send all that is queued, or was being sent when its sender died; count what left.

    `holder` is who sends, as its lease is named.
    """
    files = Files(settings.out_url)
    sent = 0
    while True:
        with database.transaction() as connection:
            lease_id = leases.open_lease(connection, holder)
            rows = connection.execute(
                question("claim_notices"), {"lease_id": lease_id, "limit": CHUNK}
            ).all()
        for row in rows:
            files.write(f"notices/new/{_name(row)}", _message(row).as_bytes())
        with database.transaction() as connection:
            leases.fence(connection, lease_id)
            ids = [row.id for row in rows]
            connection.execute(question("mark_notices_sent"), {"ids": ids, "moment": moment})
            leases.end(connection, lease_id)
        sent += len(rows)
        if len(rows) < CHUNK:
            return {"notices_sent": sent}


def _name(row: Row[Any]) -> str:
    return f"{int(row.queued_at.timestamp())}.{_key(row)}.mailroom"


def _key(row: Row[Any]) -> str:
    return hashlib.sha256(row.message_key.encode()).hexdigest()[:24]


def _message(row: Row[Any]) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = SENDER
    message["To"] = row.recipient
    message["Subject"] = row.subject
    message["Date"] = format_datetime(row.queued_at)
    message["Message-ID"] = f"<{_key(row)}@mailroom.example>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(row.body)
    return message
