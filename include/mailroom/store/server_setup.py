"""How the embedded server is configured, and the roles and databases it begins with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from mailroom.settings import from_environment

ROLES = ("postgres", "mailroom_owner", "mailroom_app", "airflow")
PORT = 5432  # names the socket file; nothing listens on TCP

_BOOTSTRAPPED = (
    "SELECT 1 FROM pg_authid WHERE rolname = 'airflow' AND rolpassword IS NOT NULL"  # ROLES[-1]
)
_CONFIGURATION = """
listen_addresses = ''
port = {port}
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = 256MB
max_wal_size = 2GB
log_error_verbosity = terse
log_min_error_statement = panic
log_statement = none
timezone = 'UTC'
{durability}
"""
_NOT_DURABLE = "fsync = off\nfull_page_writes = off\nsynchronous_commit = off\n"


def configuration(socket: Path, durable: bool) -> str:
    """What is added to postgresql.conf: a socket alone, and errors that print no values."""
    durability = "" if durable else _NOT_DURABLE
    return _CONFIGURATION.format(port=PORT, socket=socket, durability=durability)


def bootstrap(socket: Path, passwords: Mapping[str, str]) -> None:
    """Make the roles and databases of `sql/bootstrap.sql` where they are not there yet."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(
        host=str(socket), port=PORT, user="postgres", dbname="postgres",
        password=passwords["postgres"], autocommit=True,
    ) as connection:  # fmt: skip
        # The last step of all; a bootstrap that was killed before it is done again.
        if connection.execute(_BOOTSTRAPPED).fetchone():
            return
        for statement in _statements(from_environment().sql / "bootstrap.sql"):
            with suppress(psycopg.errors.DuplicateObject, psycopg.errors.DuplicateDatabase):
                connection.execute(statement)
        for role in ROLES[1:]:
            connection.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                    sql.Identifier(role), sql.Literal(passwords[role])
                )
            )


def _statements(path: Path) -> Sequence[str]:
    lines = [line for line in path.read_text().splitlines() if not line.startswith("--")]
    return [part.strip() for part in "\n".join(lines).split(";") if part.strip()]
