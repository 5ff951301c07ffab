"""Does everything add up? Equations over the whole house, each a question in `sql/queries`.

A question `reconcile_<equation>` gives a line for each agency, channel and day: `whole` is how many
there are, `parts` how many are where they should be, `ids` up to 100 that are not. Each question is
one statement and so sees one moment of the database; every equation holds between transactions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, insert

from mailroom.store.objects import ObjectStore
from mailroom.store.queries import question
from mailroom.store.tables import reconciliations

EQUATIONS = (
    "receipts_of_sources",
    "receipts_by_state",
    "items_of_receipts",
    "items_by_state",
    "service_requests_of_items",
    "plans_of_service_requests",
    "narratives_of_service_requests",
    "letters_by_state",
    "approvals_of_letters",
    "dispatches_by_state",
    "dispatches_of_batches",
)
STORED = {"originals_are_stored": "newest_originals", "archive_is_stored": "newest_archive_copies"}
MOST_OBJECTS = 2_000
MOST_IDS = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One agency, channel and day of an equation; channel and day may stand for all."""

    agency: str
    channel: str | None
    day: date | None
    whole: int
    parts: int
    ids: tuple[int, ...] = ()

    @property
    def holds(self) -> bool:
        """True when the whole is the sum of its parts."""
        return self.whole == self.parts and not self.ids

    @property
    def words(self) -> str:
        """Where, and what is missing."""
        place = ", ".join(str(part) for part in (self.agency, self.channel, self.day) if part)
        return f"{place}: {self.whole} in all, {self.parts} accounted for"


@dataclass(frozen=True, slots=True)
class Reckoning:
    """An equation with all of its lines."""

    equation: str
    lines: tuple[Line, ...]

    @property
    def broken(self) -> tuple[Line, ...]:
        """The lines that do not hold."""
        return tuple(line for line in self.lines if not line.holds)

    @property
    def words(self) -> str:
        """Which equation, how many lines, and the first of them."""
        lines = f"{len(self.broken)} line{'s' if len(self.broken) > 1 else ''}"
        return f"{self.equation} does not hold in {lines} (first: {self.broken[0].words})"


def reckon(connection: Connection) -> tuple[Reckoning, ...]:
    """Every equation that the database answers alone."""
    return tuple(
        Reckoning(name, tuple(_line(row) for row in connection.execute(question(_file(name)))))
        for name in EQUATIONS
    )


def newest_names(connection: Connection) -> dict[str, Sequence[Row[Any]]]:
    """For each equation about stored objects, the rows that name the newest 2,000 of them."""
    return {
        equation: connection.execute(question(asked), {"limit": MOST_OBJECTS}).all()
        for equation, asked in STORED.items()
    }


def look_up(equation: str, rows: Iterable[Row[Any]], objects: ObjectStore) -> Reckoning:
    """Does each named object exist? Its content is not looked at."""
    by_place = groupby(sorted(rows, key=_place), key=_place)
    return Reckoning(equation, tuple(_stored(list(some), objects) for _, some in by_place))


def store(connection: Connection, reckonings: Sequence[Reckoning], moment: datetime) -> None:
    """One row an equation into the history of reconciliations."""
    connection.execute(
        insert(reconciliations),
        [
            {
                "equation": one.equation,
                "lines": len(one.lines),
                "broken": len(one.broken),
                "broken_ids": [id_ for line in one.broken for id_ in line.ids][:MOST_IDS],
                "reconciled_at": moment,
            }
            for one in reckonings
        ],
    )


def _file(equation: str) -> str:
    return f"reconcile_{equation}"


def _line(row: Row[Any]) -> Line:
    return Line(row.agency, row.channel, row.day, int(row.whole), int(row.parts), tuple(row.ids))


def _place(row: Row[Any]) -> tuple[str, str, date]:
    return row.agency, row.channel, row.day


def _stored(rows: Sequence[Row[Any]], objects: ObjectStore) -> Line:
    missing = [row.id for row in rows if not objects.has(row.name)]
    return Line(*_place(rows[0]), len(rows), len(rows) - len(missing), tuple(missing[:MOST_IDS]))
