"""A HylaFAX receive queue: TIFFs in `recvq/`, their senders and moments in `log/xferfaxlog`.

The log is tab-separated, one RECV line a fax (xferfaxlog(5F)): date, entry, commid, modem, queue
file, jobtag, sender, destination, TSI, params, pages, jobtime, conntime, reason, CIDName,
CIDNumber, …
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mailroom.intake.spool import Offer, Tray, content_of
from mailroom.records.mail import LARGEST_READ, Arrival

DATE, ENTRY, QUEUE_FILE, TSI, CID_NUMBER = 0, 1, 4, 8, 15


class HylaFaxQueue:
    """The folder that holds `recvq/` and `log/`."""

    def __init__(
        self, path: Path, zone: ZoneInfo, *, move: bool = True, largest: int = LARGEST_READ
    ) -> None:
        self._tray = Tray(path / "recvq", move=move)
        self._log = path / "log" / "xferfaxlog"
        self._zone = zone
        self._largest = largest

    def waiting(self) -> Iterator[Arrival]:
        """Faxes that are not in `recvq/done/`."""
        log = self._received()
        for path in self._tray.files():
            entry = log.get(path.name, ())
            yield Arrival(
                reference=path.name,
                received_at=self._moment(entry, path),
                content=content_of(path, self._largest),
                file_name=path.name,
                media_type="image/tiff",
                facts=_facts(entry),
            )

    def acknowledge(self, arrival: Arrival) -> None:
        """Move the fax to `recvq/done/`."""
        self._tray.take(arrival.file_name, arrival.content)

    def offer(self) -> Offer:
        """Faxes in `recvq/` and in its `done/`."""
        return self._tray.offer()

    def _received(self) -> Mapping[str, tuple[str, ...]]:
        if not self._log.exists():
            return {}
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        entries = [tuple(part.strip('"') for part in line.split("\t")) for line in lines]
        return {
            Path(entry[QUEUE_FILE]).name: entry
            for entry in entries
            if len(entry) > TSI and entry[ENTRY] == "RECV"
        }

    def _moment(self, entry: tuple[str, ...], path: Path) -> datetime:
        try:
            local = datetime.strptime(entry[DATE], "%m/%d/%y %H:%M")
            return local.replace(tzinfo=self._zone).astimezone(UTC)
        except (IndexError, ValueError):
            return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _facts(entry: tuple[str, ...]) -> dict[str, str]:
    places = {"tsi": TSI, "caller_number": CID_NUMBER}
    found = {name: entry[place] for name, place in places.items() if len(entry) > place}
    return {name: value for name, value in found.items() if value}
