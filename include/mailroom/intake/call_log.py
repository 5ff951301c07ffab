"""Voicemail and callback requests: CSV files from the telephone system, one row a call.

Columns: call_id, called_at, caller_number, name_as_given, reference_entered, line_called, note,
promised_at. Times are local to the source unless they carry an offset; the month
stands first in a source of an American zone, the day elsewhere. A row that cannot be read
becomes a receipt of its own with a fault, and so does a file that is no CSV; it never costs the
other rows.
"""

from __future__ import annotations

import json
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from mailroom.intake.spool import Offer, Tray, content_of
from mailroom.records.mail import Arrival, Call, Large

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
MONTH_FIRST = ("%m/%d/%Y %H:%M", "%m/%d/%y %H:%M", "%Y%m%d%H%M%S")
DAY_FIRST = ("%d/%m/%Y %H:%M", "%d/%m/%y %H:%M", "%Y%m%d%H%M%S")
ZONES_MONTH_FIRST = ("America/", "US/", "Pacific/Honolulu")
MEDIA_TYPE = "application/vnd.mailroom.call+json"
YEARS = range(1970, 3000)
LARGEST_LOG = 16 << 20  # bytes: some 100,000 calls, whose table takes 200 MB while it is read
LONGEST_ID = 200  # characters; an index of the database holds no long texts
BAD_ROW, BAD_FILE = "bad_call_row", "bad_call_log"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row by its column names; None when the whole file is no CSV, which `content` then is, or is
    too large to be read as one."""

    reference: str
    content: bytes | Large
    columns: dict[str, str] | None


class CallLog:
    """A folder of CSV files; a file goes to `done/` when each of its rows is acknowledged."""

    def __init__(
        self, path: Path, zone: ZoneInfo, *, move: bool = True, largest: int = LARGEST_LOG
    ) -> None:
        self._tray = Tray(path, move=move)
        self._zone = zone
        self._forms = MONTH_FIRST if zone.key.startswith(ZONES_MONTH_FIRST) else DAY_FIRST
        self._largest = largest
        self._open_rows: Counter[str] = Counter()
        self._read: dict[str, bytes | Large] = {}
        self._acknowledged: set[tuple[str, bytes | Large]] = set()

    def waiting(self) -> Iterator[Arrival]:
        """All rows of the files that are not in `done/`; a file without rows goes there at once."""
        for path in self._tray.files():
            self._read[path.name] = content = content_of(path, self._largest)
            rows = _rows(path.name, content)
            self._open_rows[path.name] = len(rows)
            if not rows:
                self._tray.take(path.name, content)
            for row in rows:
                yield self._arrival(path, row)

    def acknowledge(self, arrival: Arrival) -> None:
        """Count the row; with its last row the file moves to `done/`."""
        name = arrival.file_name
        self._acknowledged.add((arrival.reference, arrival.content))
        self._open_rows[name] -= 1
        if self._open_rows[name] == 0:
            self._tray.take(name, self._read.pop(name))

    def offer(self) -> Offer:
        """Calls of all files here and in `done/`; a log that is delivered again adds none."""
        taken = self._calls(self._tray.taken()) | self._acknowledged
        calls = taken | self._calls(self._tray.files())
        return Offer(len(calls), len(calls - taken))

    def _calls(self, paths: list[Path]) -> set[tuple[str, bytes | Large]]:
        """Each call once: by its id and content, a row without a usable id by its place."""
        return {
            (row.reference, row.content)
            for path in paths
            for row in _rows(path.name, content_of(path, self._largest))
        }

    def _arrival(self, path: Path, row: _Row) -> Arrival:
        try:
            called_at, call = self._call(row.columns or {})
            fault = None
        except (KeyError, ValueError, OverflowError):
            called_at, call = datetime.fromtimestamp(path.stat().st_mtime, UTC), None
            fault = BAD_FILE if row.columns is None else BAD_ROW
        return Arrival(
            reference=row.reference,
            received_at=called_at,
            content=row.content,
            file_name=path.name,
            media_type=MEDIA_TYPE,
            call=call,
            fault=fault,
        )

    def _call(self, columns: dict[str, str]) -> tuple[datetime, Call]:
        promised = columns.get("promised_at")
        return self._moment(columns["called_at"]), Call(
            caller_number=columns.get("caller_number") or None,
            name_as_given=columns.get("name_as_given") or None,
            reference_entered=columns.get("reference_entered") or None,
            line_called=columns.get("line_called") or None,
            note=columns.get("note") or "",
            promised_at=self._moment(promised) if promised else None,
        )

    def _moment(self, text: str) -> datetime:
        moment = _parsed(text.strip(), self._forms)
        if moment.year not in YEARS:
            raise ValueError("no year of a call: how some systems write that they know none")
        return (moment if moment.tzinfo else moment.replace(tzinfo=self._zone)).astimezone(UTC)


def _parsed(text: str, forms: tuple[str, ...]) -> datetime:
    for form in forms:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return datetime.fromisoformat(text)


def _rows(name: str, content: bytes | Large) -> list[_Row]:
    """Rows of a file. What stands beyond the last column is no part of a row."""
    if isinstance(content, Large):
        return [_Row(name, content, None)]
    import pandas as pd

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", pd.errors.ParserWarning)  # left out on purpose
            table = pd.read_csv(
                BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8-sig",
                encoding_errors="replace", engine="python", index_col=False,
                on_bad_lines=lambda parts: [*parts[: len(COLUMNS)]],
            )  # fmt: skip
    except ValueError:  # pandas' own faults are ValueErrors
        return [_Row(name, content, None)]
    if "called_at" not in table.columns:  # its first line is no header: it may be a call
        return [_Row(name, content, None)]
    return [
        _row(name, number, {str(column): str(value) for column, value in record.items()})
        for number, record in enumerate(table.fillna("").to_dict("records"), start=2)
    ]


def _row(name: str, number: int, columns: dict[str, str]) -> _Row:
    content = json.dumps(columns, sort_keys=True, ensure_ascii=False).encode()
    call_id = columns.get("call_id", "")
    return _Row(call_id if 0 < len(call_id) <= LONGEST_ID else f"{name}:{number}", content, columns)
