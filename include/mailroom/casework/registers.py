"""Register files into tables: staged by COPY, swapped in one transaction, keyed by their own refs.

A row that is no longer delivered is withdrawn, never deleted. Numbers, email addresses and
telephone numbers are stored in one form each, so that a match is an equality.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Table, and_, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql.elements import ColumnElement

from mailroom.addresses.postal import tidy
from mailroom.casework.contact_points import email_form, number_form, telephone_form
from mailroom.casework.register_file import Line, read_lines
from mailroom.errors import DataFault
from mailroom.store import tables
from mailroom.store.queries import question

REGION = {"cms": "GB", "ors": "US"}
JURISDICTION: dict[str, Literal["UK", "UT"]] = {"cms": "UK", "ors": "UT"}


@dataclass(frozen=True, slots=True)
class Register:
    """One file: its table, the columns that key a row, and whose address it holds, if any."""

    table: Table
    key: tuple[str, ...]
    address_of: str | None = None

    @property
    def name(self) -> str:
        return self.table.name

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns the file must have, without the address."""
        own = ("id", "agency", "withdrawn_at")
        return tuple(column.name for column in self.table.columns if column.name not in own)

    @property
    def wanted(self) -> tuple[str, ...]:
        """Columns the file must have."""
        return (*self.columns, "address") if self.address_of else self.columns


REGISTERS = (
    Register(tables.staff, ("staff_ref",)),
    Register(tables.employers, ("employer_ref",), "employer"),
    Register(tables.employer_agents, ("earn",), "employer_agent"),
    Register(tables.employer_agent_links, ("earn", "employer_ref", "starts_on")),
    Register(tables.persons, ("person_ref",), "person"),
    Register(tables.cases, ("case_number",)),
    Register(tables.case_participants, ("case_number", "person_ref")),
    Register(tables.attorneys, ("attorney_ref", "case_number"), "attorney"),
    Register(tables.powers_of_attorney, ("poa_ref",)),
    Register(tables.prior_authorisations, ("case_number", "person_ref", "third_party_name")),
)


def load_register(
    connection: Connection, agency: str, register: Register, path: Path, moment: datetime
) -> int:
    """Make the table equal to the file; return its rows, or 0 when the file did not change.

    Raises DataFault naming file, line and column when the file cannot be taken as it is: then
    nothing changes.
    """
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if _loaded_already(connection, agency, register, digest):
        return 0
    lines = read_lines(path, register.wanted)
    rows = [_row(agency, register, line, path) for line in lines]
    _refuse_doubles(register, lines, rows, path)
    _swap(connection, agency, register.table, ("agency", *register.key), rows, moment)
    if register.address_of:
        texts = [(str(row[register.key[0]]), line.record["address"])
                 for row, line in zip(rows, lines, strict=True)]  # fmt: skip
        _load_addresses(connection, agency, register.address_of, texts, moment)
    connection.execute(
        insert(tables.register_loads),
        {
            "agency": agency,
            "register": register.name,
            "content_sha256": digest,
            "rows": len(rows),
            "outcome": "loaded",
            "loaded_at": moment,
        },
    )
    return len(rows)


def _loaded_already(connection: Connection, agency: str, register: Register, digest: str) -> bool:
    latest = connection.execute(
        question("latest_register_load"), {"agency": agency, "register": register.name}
    ).scalar()
    return latest == digest


def _row(agency: str, register: Register, line: Line, path: Path) -> dict[str, object]:
    row: dict[str, object] = {"agency": agency}
    for name in register.columns:
        column = register.table.columns[name]
        text = line.record[name].strip()
        try:
            row[name] = _value(name, text, column.type.python_type, REGION[agency])
        except ValueError:
            raise DataFault(
                f"{path.name}, line {line.number}, column {name}: the value cannot be used"
            ) from None
        if row[name] is None and not column.nullable:
            raise DataFault(f"{path.name}, line {line.number}, column {name}: a value is needed")
    return row


def _value(name: str, text: str, kind: type, region: str) -> object:
    if "\0" in text:
        raise ValueError("no database holds it")
    if kind is bool:
        return _truth(text)
    if not text:
        return None
    if kind is date:
        return date.fromisoformat(text)
    if name.endswith("email"):
        return email_form(text)
    if name in ("telephone", "fax", "agent_telephone"):
        return telephone_form(text, region)
    if name in ("national_id", "employer_ref", "earn", "case_number"):
        return number_form(text)
    return text


def _truth(text: str) -> bool:
    if text.lower() not in ("true", "false", ""):
        raise ValueError("neither true nor false")
    return text.lower() == "true"


def _refuse_doubles(
    register: Register, lines: Sequence[Line], rows: Sequence[Mapping[str, object]], path: Path
) -> None:
    seen: set[tuple[object, ...]] = set()
    for line, row in zip(lines, rows, strict=True):
        key = tuple(row[name] for name in register.key)
        if key in seen:
            raise DataFault(
                f"{path.name}, line {line.number}: the same {', '.join(register.key)} stands twice"
            )
        seen.add(key)


def _swap(
    connection: Connection,
    agency: str,
    table: Table,
    key: tuple[str, ...],
    rows: Sequence[Mapping[str, object]],
    moment: datetime,
    within: ColumnElement[bool] | None = None,
) -> None:
    names = [c.name for c in table.columns if c.name not in ("id", "withdrawn_at")]
    staged = _stage(connection, table, names, rows)
    fresh = upsert(table).from_select(names, select(*(staged.c[name] for name in names)))
    rest = [name for name in names if name not in key]
    changed = or_(
        table.c.withdrawn_at.is_not(None),
        *(table.c[name].is_distinct_from(fresh.excluded[name]) for name in rest),
    )
    connection.execute(
        fresh.on_conflict_do_update(
            index_elements=list(key),
            set_={name: fresh.excluded[name] for name in rest} | {"withdrawn_at": None},
            where=changed,
        )
    )
    delivered = select(literal(1)).where(and_(*(staged.c[name] == table.c[name] for name in key)))
    gone = [table.c.agency == agency, table.c.withdrawn_at.is_(None), ~delivered.exists()]
    if within is not None:
        gone.append(within)
    connection.execute(update(table).where(*gone).values(withdrawn_at=moment))


def _stage(
    connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Mapping[str, object]]
) -> Table:
    """A temporary table of the same shape, filled by COPY."""
    from sqlalchemy import MetaData

    staged = Table(
        f"staged_{table.name}",
        MetaData(),
        *(column._copy() for column in table.columns if column.name in names),
        prefixes=["TEMPORARY"],
        postgresql_on_commit="DROP",
    )
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {staged.name}")
    staged.create(connection)
    columns = ", ".join(names)
    driver: Any = connection.connection.driver_connection
    with driver.cursor().copy(f"COPY {staged.name} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])
    return staged


def _load_addresses(
    connection: Connection,
    agency: str,
    owner_kind: str,
    texts: Sequence[tuple[str, str]],
    moment: datetime,
) -> None:
    """`texts` are the owners' references, as their rows have them, with the address as written."""
    rows = {}
    for ref, text in texts:
        if not text.strip():
            continue
        address = tidy(text, JURISDICTION[agency], international_allowed=True, own_addresses=())
        lines = list(address.lines)
        version = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
        rows[ref, version] = {
            "agency": agency,
            "owner_kind": owner_kind,
            "owner_ref": ref,
            "version": version,
            "lines": lines,
            "postcode": address.postcode,
            "country": address.country,
            "problems": list(address.problems),
        }
    key = ("agency", "owner_kind", "owner_ref", "version")
    mine = tables.addresses.c.owner_kind == owner_kind
    _swap(connection, agency, tables.addresses, key, list(rows.values()), moment, within=mine)
