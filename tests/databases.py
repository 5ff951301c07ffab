"""Databases of their own for tests, on a real server: copied from one template, dropped after use.

`make test` names the server by MAILROOM_TEST_*; a bare pytest starts the embedded one below
`var/test` and stops it again when no other pytest of this checkout, nor `make test`, uses it.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from mailroom.store.embedded import EmbeddedServer
from mailroom.store.migrate import libpq_url, migrate
from tests.shared import CHECKOUT

ADMIN = "MAILROOM_TEST_ADMIN_DATABASE_URL"
OWNER = "MAILROOM_TEST_OWNER_DATABASE_URL"
APP = "MAILROOM_TEST_DATABASE_URL"

OF_A_HOUSE = (
    "MAILROOM_AS_OF",
    "MAILROOM_DEMO",
    "MAILROOM_MAIL",
    "MAILROOM_OBJECTS_URL",
    "MAILROOM_OUT_URL",
    "MAILROOM_REGISTERS",
    "MAILROOM_SOURCES",
)


@dataclass(frozen=True, slots=True)
class Urls:
    """SQLAlchemy URLs of one database: as superuser, as mailroom_owner, as mailroom_app."""

    admin: str = field(repr=False)
    owner: str = field(repr=False)
    app: str = field(repr=False)

    @property
    def name(self) -> str:
        """The database's name."""
        return str(make_url(self.app).database)

    def of(self, database: str) -> Urls:
        """The same server and roles, another database."""
        return Urls(*(_renamed(url, database) for url in (self.admin, self.owner, self.app)))


@contextmanager
def server() -> Iterator[Urls]:
    """The server of `make test`, else the embedded one below `var/test`."""
    if ADMIN in os.environ:
        yield Urls(*(os.environ[name] for name in (ADMIN, OWNER, APP)))
        return
    folder = CHECKOUT / "var" / "test"
    folder.mkdir(parents=True, exist_ok=True)
    embedded = EmbeddedServer(folder / "postgres", durable=False)
    with embedded.used():
        roles = ("postgres", "mailroom_owner", "mailroom_app")
        yield Urls(*(embedded.url("postgres", role) for role in roles))


@contextmanager
def migrated(urls: Urls) -> Iterator[Urls]:
    """An empty database with every migration, to be copied."""
    name = f"template_{secrets.token_hex(4)}"
    _administer(urls, "CREATE DATABASE {} OWNER mailroom_owner", name)
    try:
        migrate(urls.of(name).owner, CHECKOUT / "sql" / "migrations")
        yield urls.of(name)
    finally:
        _drop(urls, name)


@contextmanager
def copied(template: Urls) -> Iterator[Urls]:
    """A copy of a database that nobody is connected to, with its grants."""
    name = f"test_{secrets.token_hex(4)}"
    copy = template.of(name)
    source = sql.Identifier(template.name).as_string()
    _administer(template, f"CREATE DATABASE {{}} OWNER mailroom_owner TEMPLATE {source}", name)
    try:
        _administer(template, "GRANT CONNECT ON DATABASE {} TO mailroom_app", name)
        yield copy
    finally:
        _drop(template, name)


def _renamed(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


def _drop(urls: Urls, name: str) -> None:
    _administer(urls, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _administer(urls: Urls, statement: str, name: str) -> None:
    with psycopg.connect(libpq_url(urls.of("postgres").admin), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


def forget_other_houses(patch: pytest.MonkeyPatch) -> None:
    """Unset what whoever started pytest, or an outer fixture, has named for another house."""
    for name in OF_A_HOUSE:
        patch.delenv(name, raising=False)
