"""Databases with the rules in force, and the small things tests put into them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, Row, Table, insert, text

from mailroom.records.mail import Channel, ItemStatus
from mailroom.records.sender import Capacity
from mailroom.steps.rules import activate_packs
from mailroom.store import tables
from mailroom.store.database import Database, connect
from tests import databases
from tests.databases import Urls

MOMENT = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)  # Monday: 16:00 in London, 09:00 in Denver


@contextmanager
def ruled(migrated_template: Urls, var: Path) -> Iterator[Urls]:
    """A migrated database with both packs activated; the environment forgets it again."""
    with databases.copied(migrated_template) as urls:
        with pytest.MonkeyPatch.context() as patch, named(urls, var, patch):
            activate_packs("tests", MOMENT)
        yield urls


@contextmanager
def copied(template: Urls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A copy of a template, named by the environment, with a `var` of its own."""
    with (
        databases.copied(template) as urls,
        named(urls, tmp_path / "var", monkeypatch) as database,
    ):
        yield database


@contextmanager
def named(urls: Urls, var: Path, patch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A database, named by the environment."""
    _name(urls, var, patch)
    database = connect()
    yield database
    database.close()


def _name(urls: Urls, var: Path, patch: pytest.MonkeyPatch) -> None:
    databases.forget_other_houses(patch)
    patch.setenv("MAILROOM_DATABASE_URL", urls.app)
    patch.setenv("MAILROOM_OWNER_DATABASE_URL", urls.owner)
    patch.setenv("MAILROOM_VAR", str(var))


def ask(database: Database, statement: str, **values: object) -> list[Row]:
    """Rows of one statement, as the application role."""
    with database.transaction() as connection:
        result = connection.execute(text(statement), values)
        return list(result) if result.returns_rows else []


def add(connection: Connection, table: Table, **values: object) -> int:
    """Insert one row; return its id."""
    return int(connection.execute(insert(table).returning(table.c.id), values).scalar_one())


def add_item(
    connection: Connection,
    reference: str,
    *,
    agency: str = "cms",
    channel: Channel = Channel.EMAIL,
    received_at: datetime = MOMENT,
    status: ItemStatus = ItemStatus.IDENTIFIED,
) -> int:
    """An item of a receipt of its own, judged by the agency's active rules."""
    receipt_id = add(
        connection, tables.receipts, agency=agency, channel=channel, source=f"{agency}-test",
        source_reference=reference, received_at=received_at, received_day=received_at.date(),
        collected_at=received_at, content_sha256="0" * 64, content_bytes=1, file_name=reference,
        media_type="message/rfc822", facts={}, status="ingested",
    )  # fmt: skip
    rule_set = "SELECT id FROM rule_sets WHERE agency = :agency"
    return add(
        connection, tables.items, receipt_id=receipt_id, ordinal=1, agency=agency, channel=channel,
        received_at=received_at, priority=1, status=status,
        rule_set_id=connection.execute(text(rule_set), {"agency": agency}).scalar(),
    )  # fmt: skip


def add_sender(
    connection: Connection,
    item_id: int,
    capacity: Capacity = Capacity.UNKNOWN,
    **ties: int,
) -> None:
    """Who wrote an item."""
    values: Mapping[str, object] = {
        "item_id": item_id, "capacity": capacity, "conflict": False, "evidence": [], **ties
    }  # fmt: skip
    connection.execute(insert(tables.senders), values)
