"""Runs the numbered SQL files of `sql/migrations`: each once, in order, one process at a time."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import psycopg

from mailroom.errors import MachineryFault

LOCK = 7_306_301  # any number of our own; held while migrations run
LEDGER = """
CREATE TABLE IF NOT EXISTS schema_migrations (
  version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT clock_timestamp())
"""


def migrate(owner_url: str, folder: Path) -> list[str]:
    """Apply what is missing; return the names applied. Raises MachineryFault on a changed file."""
    with psycopg.connect(libpq_url(owner_url), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        connection.execute(LEDGER)
        done = _applied(connection)
        fresh = []
        for version, path in _files(folder):
            checksum = hashlib.sha256(path.read_bytes()).hexdigest()
            if version in done:
                _same(path, checksum, done[version])
                continue
            _apply(connection, version, path, checksum)
            fresh.append(path.stem)
        return fresh


def libpq_url(url: str) -> str:
    """A SQLAlchemy URL without its driver, as psycopg itself takes it."""
    return re.sub(r"^postgresql\+\w+:", "postgresql:", url)


def _applied(connection: psycopg.Connection) -> dict[int, str]:
    rows = connection.execute("SELECT version, checksum FROM schema_migrations").fetchall()
    return {version: checksum for version, checksum in rows}


def _files(folder: Path) -> list[tuple[int, Path]]:
    paths = [path for path in sorted(folder.glob("*.sql")) if not path.name.endswith(".down.sql")]
    return [(int(path.name.split("_")[0]), path) for path in paths]


def _same(path: Path, checksum: str, recorded: str) -> None:
    if checksum != recorded:
        raise MachineryFault(
            f"{path.name} was changed after it had been applied: restore it and add a new file"
        )


def _apply(connection: psycopg.Connection, version: int, path: Path, checksum: str) -> None:
    with connection.transaction():
        connection.execute(path.read_text())
        connection.execute(
            "INSERT INTO schema_migrations (version, name, checksum) VALUES (%s, %s, %s)",
            [version, path.stem, checksum],
        )
