"""What the house holds, as something that can be compared: rows, and files.

`exact` is every business row as it stands. `by_domain` has no ids: each row is told by the key the
domain gives it, so that two databases which took different ids can be equal.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Row, Table, UniqueConstraint, select

from mailroom.store.database import Database
from mailroom.store.tables import metadata

HISTORIES = {"leases", "quality_results", "reconciliations", "source_counts"}
NOT_BUSINESS = {"lease_id"}
EFFORT = {"tries"}  # a broken start counts
# Of one database only: its ids went into them.
MADE_OF_IDS = {"id", "hash", "previous_hash", "narrative_key", "message_key", "letter_key"}
_REQUEST_NUMBER = re.compile(r"SR-\d+")

Rows = list[tuple[object, ...]]
Names = Mapping[tuple[str, int], object]


def business_tables() -> list[Table]:
    """Every table but the histories, those that others point to first."""
    return [table for table in metadata.sorted_tables if table.name not in HISTORIES]


def exact(database: Database) -> dict[str, Rows]:
    """Each table's rows with all their columns, leases left out."""
    with database.transaction() as connection:
        return {
            table.name: sorted(
                (tuple(map(_plain, row)) for row in connection.execute(select(*_kept(table)))),
                key=repr,
            )
            for table in business_tables()
        }


def by_domain(database: Database) -> dict[str, Rows]:
    """Each table's rows without ids: who is pointed to is told by domain keys."""
    names: dict[tuple[str, int], object] = {}
    with database.transaction() as connection:
        rows = {table: connection.execute(select(table)).all() for table in business_tables()}
    for table in rows:
        if "id" in table.columns:
            names |= {
                (table.name, row._mapping["id"]): _key(table, row, names) for row in rows[table]
            }
    return {
        table.name: sorted((_told(table, row, names) for row in rows[table]), key=repr)
        for table in rows
    }


def files(folder: Path) -> dict[str, tuple[int, str]]:
    """Every file below a folder: when it was written last, and what it holds."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, _sha256(path))
        for path in folder.rglob("*")
        if path.is_file()
    }


def differing(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """Names of tables or files that are not the same."""
    return sorted(
        name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
    )


def _kept(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if column.name not in NOT_BUSINESS]


def _key(table: Table, row: Row[Any], names: Names) -> object:
    """The columns of the table's own UNIQUE rule, ids replaced; else the row without ids."""
    rules = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    own = [one for one in rules if not {column.name for column in one.columns} & MADE_OF_IDS]
    if not own:
        return _told(table, row, names)
    return (table.name, *(_value(column, row, names) for rule in own for column in rule.columns))


def _told(table: Table, row: Row[Any], names: Names) -> tuple[object, ...]:
    return tuple(
        (column.name, _value(column, row, names))
        for column in _kept(table)
        if column.name not in MADE_OF_IDS | EFFORT
    )


def _value(column: Column[Any], row: Row[Any], names: Names) -> object:
    value = row._mapping[column.name]
    target = _target(column, row)
    if target and value is not None:
        return names[target, value]
    return _REQUEST_NUMBER.sub("SR", value) if isinstance(value, str) else _plain(value)


def _target(column: Column[Any], row: Row[Any]) -> str | None:
    """The table a column points to; subjects of narratives are named by their kind."""
    if column.name == "subject_id":
        return f"{row._mapping['subject_kind']}s"
    for key in column.foreign_keys:
        return key.column.table.name
    return None


def _plain(value: object) -> object:
    return repr(value) if isinstance(value, dict | list) else value


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
