"""The small house in which everything adds up, to be broken by tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, Engine, create_engine, text

from mailroom.store.migrate import libpq_url
from mailroom.store.objects import ObjectStore
from tests import databases
from tests.databases import Urls

GOOD_HOUSE = Path(__file__).with_name("good_house.sql")
OBJECTS = (b"first", b"second", b"", b"fifth", b"archive")


@pytest.fixture(scope="session")
def good_template(migrated_template: Urls) -> Iterator[Urls]:
    with databases.copied(migrated_template) as urls:
        with psycopg.connect(libpq_url(urls.admin)) as connection:
            connection.execute(GOOD_HOUSE.read_bytes())
        yield urls


@pytest.fixture
def good_house(
    good_template: Urls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Urls]:
    """A good house of the test's own, named by the environment, with its stored objects."""
    with databases.copied(good_template) as urls:
        databases.forget_other_houses(monkeypatch)
        monkeypatch.setenv("MAILROOM_DATABASE_URL", urls.app)
        monkeypatch.setenv("MAILROOM_VAR", str(tmp_path / "var"))
        for content in OBJECTS:
            ObjectStore(str(tmp_path / "var" / "objects")).put(content)
        yield urls


@pytest.fixture(scope="session")
def _superuser(good_template: Urls) -> Iterator[Engine]:
    with databases.copied(good_template) as urls:
        engine = create_engine(urls.admin)
        yield engine
        engine.dispose()


@pytest.fixture
def breaking(_superuser: Engine) -> Iterator[Connection]:
    """A superuser in a good house whom no trigger or foreign key stops; all is undone again."""
    with _superuser.connect() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        yield connection
        connection.rollback()


def plant(urls: Urls, statements: str) -> None:
    """Run statements as superuser, past triggers and foreign keys, and commit."""
    with psycopg.connect(libpq_url(urls.admin)) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(statements.encode())
