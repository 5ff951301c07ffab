"""A house of a benchmark's own: a folder and a migrated database on an embedded server.

Each process has its own, so that benchmarks that run side by side do not stop each other's server.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psutil
import psycopg

MOMENT = datetime(2026, 11, 23, 7, tzinfo=UTC)


@contextlib.contextmanager
def own_house() -> Iterator[tuple[Path, psutil.Process]]:
    """The folder MAILROOM_VAR names meanwhile, and the server's first process."""
    from mailroom.settings import from_environment
    from mailroom.store.embedded import EmbeddedServer
    from mailroom.store.migrate import libpq_url, migrate

    settings = from_environment()
    home = settings.var / f"benchmark-{os.getpid()}"
    home.mkdir(parents=True)
    folder = home / "postgres"
    server = EmbeddedServer(folder)
    try:
        server.start()
        with psycopg.connect(
            libpq_url(server.url("postgres", "postgres")), autocommit=True
        ) as link:
            link.execute("CREATE DATABASE benchmark OWNER mailroom_owner")
        migrate(server.url("benchmark", "mailroom_owner"), settings.sql / "migrations")
        os.environ["MAILROOM_DATABASE_URL"] = server.url("benchmark", "mailroom_app")
        with tempfile.TemporaryDirectory(prefix="mailroom-") as var:
            os.environ["MAILROOM_VAR"] = var
            yield Path(var), _postmaster(folder)
    finally:
        server.stop()
        shutil.rmtree(folder.resolve(), ignore_errors=True)  # elsewhere where root runs it
        shutil.rmtree(home)


def _postmaster(folder: Path) -> psutil.Process:
    first_line = (folder.resolve() / "data" / "postmaster.pid").read_text().splitlines()[0]
    return psutil.Process(int(first_line))
