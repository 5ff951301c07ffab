"""A folder of scans. The scanner's own moment stands in the name, else it is the file's."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mailroom.intake.spool import Offer, Tray, content_of
from mailroom.records.mail import LARGEST_READ, Arrival

SCANNED = re.compile(r"(20\d{6})[_-](\d{6})")


class Folder:
    """Files directly in one folder; taken ones lie in its `done/`."""

    def __init__(
        self, path: Path, zone: ZoneInfo, *, move: bool = True, largest: int = LARGEST_READ
    ) -> None:
        self._tray = Tray(path, move=move)
        self._zone = zone
        self._largest = largest

    def waiting(self) -> Iterator[Arrival]:
        """Files that are not in `done/`."""
        for path in self._tray.files():
            yield Arrival(
                reference=path.name,
                received_at=self._scanned_at(path),
                content=content_of(path, self._largest),
                file_name=path.name,
                media_type=mimetypes.guess_type(path.name)[0] or "application/octet-stream",
            )

    def acknowledge(self, arrival: Arrival) -> None:
        """Move the file to `done/`."""
        self._tray.take(arrival.file_name, arrival.content)

    def offer(self) -> Offer:
        """Files here and in `done/`."""
        return self._tray.offer()

    def _scanned_at(self, path: Path) -> datetime:
        named = SCANNED.search(path.stem)
        if named:
            try:
                local = datetime.strptime("".join(named.groups()), "%Y%m%d%H%M%S")
                return local.replace(tzinfo=self._zone).astimezone(UTC)
            except ValueError:
                pass
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
