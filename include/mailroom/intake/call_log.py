"""Voicemail and callback requests: CSV files from the telephone system, one row a call.

Columns: call_id, called_at, caller_number, name_as_given, reference_entered, line_called, note,
promised_at. Times are local to the source unless they carry an offset. A row that cannot be read
becomes a receipt of its own with a fault; it never costs the other rows.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mailroom.intake.spool import Offer, Tray
from mailroom.records.mail import Arrival, Call

COLUMNS = (
    "call_id",
    "called_at",
    "caller_number",
    "name_as_given",
    "reference_entered",
    "line_called",
    "note",
    "promised_at",
)
FORMATS = ("%d/%m/%Y %H:%M", "%m/%d/%y %H:%M", "%Y%m%d%H%M%S")
MEDIA_TYPE = "application/vnd.mailroom.call+json"


class CallLog:
    """A folder of CSV files; a file goes to `done/` when each of its rows is acknowledged."""

    def __init__(self, path: Path, zone: ZoneInfo, *, move: bool = True) -> None:
        self._tray = Tray(path, move=move)
        self._zone = zone
        self._open_rows: Counter[str] = Counter()

    def waiting(self) -> Iterator[Arrival]:
        """All rows of the files that are not in `done/`."""
        for path in self._tray.files():
            rows = _rows(path)
            self._open_rows[path.name] = len(rows)
            for number, row in enumerate(rows, start=2):
                yield self._arrival(path, number, row)

    def acknowledge(self, arrival: Arrival) -> None:
        """Count the row; with its last row the file moves to `done/`."""
        self._open_rows[arrival.file_name] -= 1
        if self._open_rows[arrival.file_name] == 0:
            self._tray.take(arrival.file_name)

    def offer(self) -> Offer:
        """Calls of all files here and in `done/`; a log that is delivered again adds none."""
        files = self._tray.files()
        taken = _calls([*self._tray.taken(), *(path for path in files if self._is_read(path))])
        calls = taken | _calls(files)
        return Offer(len(calls), len(calls - taken))

    def _is_read(self, path: Path) -> bool:
        return path.name in self._open_rows and self._open_rows[path.name] == 0

    def _arrival(self, path: Path, number: int, row: dict[str, str]) -> Arrival:
        try:
            called_at = self._moment(row["called_at"])
            promised = row.get("promised_at")
            call = Call(
                caller_number=row.get("caller_number") or None,
                name_as_given=row.get("name_as_given") or None,
                reference_entered=row.get("reference_entered") or None,
                line_called=row.get("line_called") or None,
                note=row.get("note") or "",
                promised_at=self._moment(promised) if promised else None,
            )
            reference = row["call_id"] or f"{path.name}:{number}"
            fault = None
        except (KeyError, ValueError):
            called_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            reference, call, fault = f"{path.name}:{number}", None, "bad_call_row"
        return Arrival(
            reference=reference,
            received_at=called_at,
            content=_content(row).encode(),
            file_name=path.name,
            media_type=MEDIA_TYPE,
            call=call,
            fault=fault,
        )

    def _moment(self, text: str) -> datetime:
        moment = _parsed(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=self._zone)).astimezone(UTC)


def _parsed(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        for form in FORMATS:
            try:
                return datetime.strptime(text, form)
            except ValueError:
                continue
        raise


def _calls(paths: list[Path]) -> set[tuple[str, str]]:
    """Each call once: by its id and content, a row without an id by its place."""
    return {
        (row.get("call_id") or f"{path.name}:{number}", _content(row))
        for path in paths
        for number, row in enumerate(_rows(path), start=2)
    }


def _content(row: dict[str, str]) -> str:
    return json.dumps(row, sort_keys=True, ensure_ascii=False)


def _rows(path: Path) -> list[dict[str, str]]:
    """Rows as columns to text. What stands beyond the last column is kept under `overflow`."""
    import pandas as pd

    table = pd.read_csv(
        path, dtype=str, keep_default_na=False, encoding_errors="replace", engine="python",
        on_bad_lines=lambda parts: [*parts[: len(COLUMNS)]],
    )  # fmt: skip
    return [
        {str(name): str(value) for name, value in row.items()}
        for row in table.fillna("").to_dict("records")
    ]
