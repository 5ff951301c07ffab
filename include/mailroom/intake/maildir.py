"""A Maildir: `new/` waits, `cur/` is taken. The file's unique name is the reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mailroom.intake.spool import Offer, files_in
from mailroom.records.mail import Arrival
from mailroom.store.files import sync_folder

HEADER_BYTES = 65_536
DELIVERED = re.compile(r"^(\d{9,11})\.")


class Maildir:
    """See https://cr.yp.to/proto/maildir.html."""

    def __init__(self, path: Path, zone: ZoneInfo, *, move: bool = True) -> None:
        self._path = path
        self._move = move

    def waiting(self) -> Iterator[Arrival]:
        """Messages in `new/`."""
        for path in files_in(self._path / "new"):
            content = path.read_bytes()
            yield Arrival(
                reference=_unique_name(path),
                received_at=received_at(content, path),
                content=content,
                file_name=path.name,
                media_type="message/rfc822",
            )

    def acknowledge(self, arrival: Arrival) -> None:
        """Move the message to `cur/`, marked as seen."""
        path = self._path / "new" / arrival.file_name
        if not self._move or not path.exists():
            return
        taken = self._path / "cur"
        taken.mkdir(exist_ok=True)
        path.rename(taken / f"{_unique_name(path)}:2,S")
        sync_folder(taken)
        sync_folder(path.parent)

    def offer(self) -> Offer:
        """All messages in `new/` and `cur/`; those in `new/` wait."""
        waiting = len(files_in(self._path / "new"))
        return Offer(waiting + len(files_in(self._path / "cur")), waiting)


def received_at(content: bytes, path: Path) -> datetime:
    """When our own server took the message: its topmost Received, else the delivery's file name.

    The Date header is the sender's word and is never used.
    """
    head = content[:HEADER_BYTES].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    try:
        received = BytesHeaderParser().parsebytes(head).get_all("Received") or []
        moment = parsedate_to_datetime(str(received[0]).rpartition(";")[2].strip())
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (IndexError, ValueError, TypeError, OverflowError, LookupError):
        return _delivered_at(path)


def _delivered_at(path: Path) -> datetime:
    named = DELIVERED.match(path.name)
    seconds = float(named.group(1)) if named else path.stat().st_mtime
    return datetime.fromtimestamp(seconds, UTC)


def _unique_name(path: Path) -> str:
    return path.name.partition(":")[0]
