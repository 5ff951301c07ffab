"""A Maildir. What lies in `new/` and `cur/` waits; what was taken lies in the subfolder `.Taken`.

A message that a person has opened in a mail program (it is in `cur/` then) is still mail. The
file's unique name is the reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mailroom.intake.spool import Offer, content_of, files_in, move_beside
from mailroom.records.mail import LARGEST_READ, Arrival, Large

HEADER_BYTES = 65_536
DELIVERED = re.compile(r"^(\d{9,11})\.")


class Maildir:
    """See https://cr.yp.to/proto/maildir.html."""

    def __init__(
        self, path: Path, zone: ZoneInfo, *, move: bool = True, largest: int = LARGEST_READ
    ) -> None:
        self._path = path
        self._move = move
        self._largest = largest
        self._left: set[str] = set()

    def waiting(self) -> Iterator[Arrival]:
        """Messages of the inbox, seen by a person or not."""
        for path in self._inbox():
            try:
                content = content_of(path, self._largest)
                received = received_at(_head(path, content), path)
            except FileNotFoundError:
                continue  # a mail program moved it meanwhile: it comes with the next run
            yield Arrival(
                reference=_unique_name(path),
                received_at=received,
                content=content,
                file_name=path.name,
                media_type="message/rfc822",
            )

    def acknowledge(self, arrival: Arrival) -> None:
        """Move the message to `.Taken/cur/`."""
        places = (self._path / folder / arrival.file_name for folder in ("new", "cur"))
        path = next((place for place in places if place.exists()), None)
        if not self._move:
            self._left.add(arrival.file_name)
        elif path is not None:
            move_beside(path, self._taken() / f"{arrival.reference}:2,S")

    def offer(self) -> Offer:
        """All messages, in the inbox and taken; those in the inbox wait."""
        inbox = self._inbox()
        waiting = sum(path.name not in self._left for path in inbox)
        return Offer(len(inbox) + len(files_in(self._taken())), waiting)

    def _inbox(self) -> list[Path]:
        return [*files_in(self._path / "new"), *files_in(self._path / "cur")]

    def _taken(self) -> Path:
        return self._path / ".Taken" / "cur"


def _head(path: Path, content: bytes | Large) -> bytes:
    """The start of a message, with all headers that count."""
    if not isinstance(content, Large):
        return content[:HEADER_BYTES]
    with path.open("rb") as file:
        return file.read(HEADER_BYTES)


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
