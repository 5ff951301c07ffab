"""A database of its own for each test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailroom.store.database import Database, connect
from tests import databases, houses
from tests.databases import Urls


@pytest.fixture(scope="session")
def database_server() -> Iterator[Urls]:
    """The server, by its database `postgres`."""
    with databases.server() as urls:
        yield urls


@pytest.fixture(scope="session")
def migrated_template(database_server: Urls) -> Iterator[Urls]:
    """A migrated database that is only ever copied."""
    with databases.migrated(database_server) as urls:
        yield urls


@pytest.fixture
def database_urls(
    migrated_template: Urls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Urls]:
    """A migrated, empty database; the environment names it, and a `var` of the test's own."""
    with databases.copied(migrated_template) as urls:
        databases.forget_other_houses(monkeypatch)
        monkeypatch.setenv("MAILROOM_DATABASE_URL", urls.app)
        monkeypatch.setenv("MAILROOM_OWNER_DATABASE_URL", urls.owner)
        monkeypatch.setenv("MAILROOM_VAR", str(tmp_path / "var"))
        yield urls


@pytest.fixture
def database(database_urls: Urls) -> Iterator[Database]:
    """The test's own database as role mailroom_app, as steps see it."""
    ours = connect()
    yield ours
    ours.close()


@pytest.fixture(scope="session")
def ruled_template(
    migrated_template: Urls, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Urls]:
    """A database with both packs activated, that is only ever copied."""
    with houses.ruled(migrated_template, tmp_path_factory.mktemp("ruled")) as urls:
        yield urls


@pytest.fixture
def house(
    ruled_template: Urls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """A house of the test's own, named by the environment."""
    with houses.copied(ruled_template, tmp_path, monkeypatch) as database:
        yield database
