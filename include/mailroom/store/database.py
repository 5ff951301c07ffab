"""Connections to the truth, and what becomes of its errors.

PostgreSQL prints values of rows in its DETAIL, so a database error never travels on: it is raised
again, `from None`, with its code and the name of the constraint alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DataError, DBAPIError, OperationalError

from mailroom.errors import MachineryFault
from mailroom.settings import Settings, from_environment
from mailroom.store.embedded import EmbeddedServer

DATA_CLASSES = ("22", "23")  # SQLSTATE: data exception, integrity constraint violation
TOO_LONG = "54000"  # a value longer than an index holds, such as a forged Message-ID
NO_ANSWER = "08001"
NOT_STORABLE = "22021"  # a character that no text column holds: NUL, half a surrogate pair


class DatabaseFault(MachineryFault):
    """The database refused; `constraint` names the rule, `sqlstate` the kind. Holds no values."""

    code = "database"

    def __init__(self, sqlstate: str | None, constraint: str | None, table: str | None) -> None:
        self.sqlstate = sqlstate or "none"
        self.constraint = constraint
        where = f", table {table}" if table else ""
        rule = f", rule {constraint}" if constraint else ""
        super().__init__(
            "the database does not answer: see whether its server runs, "
            "and what MAILROOM_DATABASE_URL names"
            if self.sqlstate == NO_ANSWER
            else f"the database refused (SQLSTATE {self.sqlstate}{where}{rule})"
        )

    @property
    def is_data(self) -> bool:
        """True when rows were at fault, and not the server, the network or the disk."""
        return self.sqlstate[:2] in DATA_CLASSES or self.sqlstate == TOO_LONG


class Database:
    """A pool of connections for one role."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back on any error.

        Raises DatabaseFault in place of the driver's errors.
        """
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise _without_values(error) from None
        except UnicodeEncodeError:
            raise DatabaseFault(NOT_STORABLE, None, None) from None

    def close(self) -> None:
        """Give the pool's connections back."""
        self._engine.dispose()


def connect(settings: Settings | None = None) -> Database:
    """The mailroom database, as role mailroom_app.

    Raises MachineryFault when no server is configured and the embedded one does not run.
    """
    return Database(application_url(settings or from_environment()))


def application_url(settings: Settings) -> str:
    """SQLAlchemy URL for role mailroom_app: MAILROOM_DATABASE_URL, else the embedded server's."""
    return settings.database_url or _embedded_url(settings, "mailroom_app")


def owner_url(settings: Settings) -> str:
    """SQLAlchemy URL for role mailroom_owner: for migrations alone."""
    return settings.owner_database_url or _embedded_url(settings, "mailroom_owner")


def _embedded_url(settings: Settings, role: str) -> str:
    server = EmbeddedServer(settings.var / "postgres")
    if not server.running:
        raise MachineryFault(
            "no database answers: start the embedded one with `make up`, "
            "or set MAILROOM_DATABASE_URL"
        )
    return server.url("mailroom", role)


@lru_cache(maxsize=4)
def _engine(url: str) -> Engine:
    return create_engine(url, pool_size=2, max_overflow=2, pool_pre_ping=True, hide_parameters=True)


def _without_values(error: DBAPIError) -> DatabaseFault:
    diagnosis: Any = getattr(error.orig, "diag", None)
    by_driver: dict[type, str] = {DataError: NOT_STORABLE, OperationalError: NO_ANSWER}
    return DatabaseFault(
        getattr(error.orig, "sqlstate", None) or by_driver.get(type(error)),
        getattr(diagnosis, "constraint_name", None),
        getattr(diagnosis, "table_name", None),
    )
