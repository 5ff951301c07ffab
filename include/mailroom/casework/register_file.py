"""A register file: UTF-8 CSV with a header, taken whole or refused with the line that is wrong."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from mailroom.errors import DataFault


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the line of the file it begins on (the header is line 1), and its text by column."""

    number: int
    record: Mapping[str, str]


def read_lines(path: Path, wanted: Sequence[str]) -> list[Line]:
    """All rows, without blank lines. Raises DataFault naming file and line, never a value.

    A row with another number of fields than the header is refused: its values could stand in the
    wrong columns. So is a file that ends within a quoted field: it was cut off.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_lines(path.name, file, wanted))
    except (csv.Error, UnicodeDecodeError) as fault:
        raise DataFault(f"{path.name} is no UTF-8 CSV file ({type(fault).__name__})") from None


def _lines(name: str, file: TextIO, wanted: Sequence[str]) -> Iterator[Line]:
    rows = csv.reader(file, strict=True)
    header: list[str] = next(rows, [])
    for column in wanted:
        if header.count(column) != 1:
            found = "has no" if column not in header else "has twice the"
            raise DataFault(f"{name} {found} column {column}: it needs {', '.join(wanted)}")
    begins = rows.line_num + 1
    for row in rows:
        if row and len(row) != len(header):
            raise DataFault(
                f"{name}, line {begins}: {len(row)} fields, where the header has {len(header)}"
            )
        if row:
            yield Line(begins, dict(zip(header, row, strict=True)))
        begins = rows.line_num + 1
