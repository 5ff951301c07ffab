"""How the house stands: counts of everything, what waits for a person, whether it adds up.

Counts, states and paths of batches alone; nothing of a person. The command line and pages show it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from mailroom.store.database import Database
from mailroom.store.queries import question

TABLES = (
    "receipts",
    "items",
    "service_requests",
    "obligations",
    "escalations",
    "letters",
    "dispatches",
)
NEEDS_A_PERSON = (
    "urgent",
    "overdue",
    "triage",
    "quarantined",
    "steps_to_do",
    "letters_waiting",
    "letters_to_mend",
    "dispatches_to_clear",
    "notices_to_clear",
)
NEWEST_BATCHES = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """One count: of an agency, a kind (channel, type, office, …) and a state."""

    agency: str
    kind: str
    state: str
    number: int


@dataclass(frozen=True, slots=True)
class Table:
    """All figures of one name of TABLES."""

    name: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of one name of NEEDS_A_PERSON wait at an agency."""

    agency: str
    what: str
    number: int


@dataclass(frozen=True, slots=True)
class Batch:
    """A print batch and where it lies; paths and pages are None until it is sent."""

    agency: str
    id: int
    status: str
    letters: int
    pages: int | None
    pdf_path: str | None
    manifest_path: str | None


@dataclass(frozen=True, slots=True)
class RuleResult:
    """A rule's result when its boundary was last checked."""

    boundary: str
    rule: str
    severity: str
    passed: bool
    rows_checked: int
    rows_failed: int
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class EquationResult:
    """An equation's result when everything was last compared.

    `broken_ids` are up to 100 ids of the rows that are not where they should be.
    """

    equation: str
    lines: int
    broken: int
    broken_ids: tuple[int, ...]
    reconciled_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything at one moment. `as_of` decides what is overdue."""

    as_of: datetime
    waiting: tuple[Waiting, ...]
    tables: tuple[Table, ...]
    batches: tuple[Batch, ...]
    quality: tuple[RuleResult, ...]
    reconciliation: tuple[EquationResult, ...]

    @property
    def quality_passed(self) -> bool:
        """True when something was checked and no rule that blocks failed."""
        failed = [one for one in self.quality if not one.passed and one.severity == "block"]
        return bool(self.quality) and not failed

    @property
    def reconciliation_holds(self) -> bool:
        """True when everything was compared and every equation held."""
        return bool(self.reconciliation) and not any(one.broken for one in self.reconciliation)


def standing(database: Database, moment: datetime) -> Standing:
    """Count everything at `moment`, in one transaction."""
    with database.transaction() as connection:
        return Standing(
            moment,
            _waiting(connection, moment),
            tuple(_table(connection, name, moment) for name in TABLES),
            _batches(connection),
            _quality(connection),
            _reconciliation(connection),
        )


def _waiting(connection: Connection, moment: datetime) -> tuple[Waiting, ...]:
    rows = connection.execute(question("status_needs_a_person"), {"moment": moment})
    return tuple(Waiting(row.agency, row.what, int(row.number)) for row in rows)


def _table(connection: Connection, name: str, moment: datetime) -> Table:
    asked = question(f"status_{name}")
    bound = {"moment": moment} if "moment" in asked.compile().params else {}
    rows = connection.execute(asked, bound)
    return Table(name, tuple(Figure(row.agency, row.kind, row.state, row.number) for row in rows))


def _batches(connection: Connection) -> tuple[Batch, ...]:
    rows = connection.execute(question("status_print_batches"), {"limit": NEWEST_BATCHES})
    return tuple(Batch(**row._mapping) for row in rows)


def _quality(connection: Connection) -> tuple[RuleResult, ...]:
    return tuple(
        RuleResult(**row._mapping) for row in connection.execute(question("status_quality"))
    )


def _reconciliation(connection: Connection) -> tuple[EquationResult, ...]:
    rows = connection.execute(question("status_reconciliation"))
    return tuple(
        EquationResult(**{**row._mapping, "broken_ids": tuple(row.broken_ids)}) for row in rows
    )
