"""Migrations run once, in order, and are never changed after they ran."""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg
import pytest

from mailroom.errors import MachineryFault
from mailroom.store.migrate import libpq_url, migrate
from tests.databases import Urls
from tests.shared import CHECKOUT

MIGRATIONS = CHECKOUT / "sql" / "migrations"


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MIGRATIONS, tmp_path / "migrations"))


def _table_exists(urls: Urls, name: str) -> bool:
    with psycopg.connect(libpq_url(urls.owner)) as connection:
        row = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [name]).fetchone()
    return bool(row and row[0])


def test_a_migrated_database_is_left_as_it_is(database_urls: Urls) -> None:
    assert migrate(database_urls.owner, MIGRATIONS) == []


def test_a_new_file_is_applied_once(database_urls: Urls, copies: Path) -> None:
    (copies / "9001_extra.sql").write_text("CREATE TABLE extra (id bigint)")
    assert migrate(database_urls.owner, copies) == ["9001_extra"]
    assert migrate(database_urls.owner, copies) == []


def test_a_file_that_was_changed_is_refused_by_name(database_urls: Urls, copies: Path) -> None:
    with (copies / "0001_mail.sql").open("a") as file:
        file.write("-- later\n")
    with pytest.raises(MachineryFault, match=r"0001_mail\.sql was changed"):
        migrate(database_urls.owner, copies)


def test_a_file_that_fails_leaves_nothing_of_itself(database_urls: Urls, copies: Path) -> None:
    (copies / "9001_half.sql").write_text("CREATE TABLE half (id bigint); SELECT 1/0")
    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate(database_urls.owner, copies)
    assert not _table_exists(database_urls, "half")


def test_down_files_are_not_run(database_urls: Urls, copies: Path) -> None:
    (copies / "0001_mail.down.sql").write_text("DROP TABLE receipts CASCADE")
    assert migrate(database_urls.owner, copies) == []
    assert _table_exists(database_urls, "receipts")


def test_the_application_role_cannot_migrate(database_urls: Urls, copies: Path) -> None:
    (copies / "9001_extra.sql").write_text("CREATE TABLE extra (id bigint)")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        migrate(database_urls.app, copies)
