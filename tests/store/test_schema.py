"""The tables in Python, the enums and the live schema say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, text

from mailroom.records.casework import (
    ActivityStatus,
    NoticeStatus,
    ObligationStatus,
    RequestStatus,
)
from mailroom.records.letter import BatchStatus, DispatchStatus, LetterStatus
from mailroom.records.mail import Agency, Channel, ItemStatus, ReceiptStatus
from mailroom.records.reading import PageMethod
from mailroom.records.sender import Capacity
from mailroom.store.tables import metadata
from tests.databases import Urls

ENUMS = (
    ("receipts", "status", ReceiptStatus),
    ("service_requests", "status", RequestStatus),
    ("activities", "status", ActivityStatus),
    ("obligations", "status", ObligationStatus),
    ("outbox", "status", NoticeStatus),
    ("letters", "status", LetterStatus),
    ("dispatches", "status", DispatchStatus),
    ("print_batches", "status", BatchStatus),
    ("receipts", "channel", Channel),
    ("receipts", "agency", Agency),
    ("items", "status", ItemStatus),
    ("items", "channel", Channel),
    ("items", "agency", Agency),
    ("senders", "capacity", Capacity),
    ("pages", "method", PageMethod),
)


@pytest.fixture(scope="module")
def connection(migrated_template: Urls) -> Iterator[Connection]:
    engine = create_engine(migrated_template.owner)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_the_tables_are_those_of_the_live_schema(connection: Connection) -> None:
    def ours(thing: object, name: str | None, kind: str, *_: object) -> bool:
        return not (kind == "table" and name == "schema_migrations")

    options = {"include_object": ours, "compare_type": True, "compare_server_default": True}
    context = MigrationContext.configure(connection, opts=options)
    assert compare_metadata(context, metadata) == []


@pytest.mark.parametrize(("table", "column", "enum"), ENUMS)
def test_a_check_allows_exactly_what_the_enum_names(
    connection: Connection, table: str, column: str, enum: type[StrEnum]
) -> None:
    assert _allowed(connection, table, column) == {member.value for member in enum}


def test_the_app_role_cannot_change_what_is_append_only(connection: Connection) -> None:
    rows = connection.execute(
        text("""SELECT table_name FROM information_schema.role_table_grants
        WHERE grantee = 'mailroom_app' AND privilege_type IN ('UPDATE', 'DELETE')""")
    )
    changeable = set(rows.scalars())
    assert "receipts" in changeable
    assert not changeable & {"narratives", "approvals", "rule_sets", "rule_activations"}


def test_the_app_role_cannot_empty_any_table(connection: Connection) -> None:
    rows = connection.execute(
        text("""SELECT table_name FROM information_schema.role_table_grants
        WHERE grantee = 'mailroom_app' AND privilege_type = 'TRUNCATE'""")
    )
    assert rows.all() == []


def _allowed(connection: Connection, table: str, column: str) -> set[str]:
    """The values of the one CHECK on this column alone that lists values."""
    definitions = connection.execute(
        text("""SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attname = :column
        WHERE c.contype = 'c' AND c.conrelid = to_regclass(:table) AND c.conkey = ARRAY[a.attnum]
        AND pg_get_constraintdef(c.oid) LIKE '%ANY%'"""),
        {"table": table, "column": column},
    ).scalars()
    return set(re.findall(r"'([a-z_]+)'::text", " ".join(definitions)))
