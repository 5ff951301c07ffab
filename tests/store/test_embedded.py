"""The embedded server: made once, found again, closed to everybody without a password."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from mailroom.errors import MachineryFault
from mailroom.store.embedded import EmbeddedServer
from mailroom.store.migrate import libpq_url, migrate
from mailroom.store.server_place import outside, refuse_foreign
from tests.shared import CHECKOUT

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root must run it as somebody else")


@pytest.fixture(scope="module")
def closed_folder() -> Iterator[Path]:
    """A folder nobody but its owner may enter, with a short name: a socket's path is short."""
    folder = Path(tempfile.mkdtemp(prefix="mr-"))
    yield folder
    shutil.rmtree((folder / "postgres").resolve(), ignore_errors=True)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def server(closed_folder: Path) -> Iterator[EmbeddedServer]:
    server = EmbeddedServer(closed_folder / "postgres", durable=False)
    server.start()
    yield server
    server.stop()


def _ask(server: EmbeddedServer, database: str, role: str, statement: str) -> object:
    with psycopg.connect(libpq_url(server.url(database, role))) as connection:
        row = connection.execute(statement.encode()).fetchone()
    return row and row[0]


def _postmaster(server: EmbeddedServer) -> int:
    return int((server.folder / "data" / "postmaster.pid").read_text().splitlines()[0])


def test_it_answers_each_role_in_its_own_database(server: EmbeddedServer) -> None:
    assert _ask(server, "mailroom", "mailroom_app", "SELECT current_user") == "mailroom_app"
    assert _ask(server, "mailroom", "mailroom_owner", "SELECT 1") == 1
    assert _ask(server, "airflow", "airflow", "SELECT 1") == 1


def test_airflow_cannot_enter_the_mailroom_database(server: EmbeddedServer) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        _ask(server, "mailroom", "airflow", "SELECT 1")


def test_mailroom_cannot_enter_airflows_database(server: EmbeddedServer) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        _ask(server, "airflow", "mailroom_app", "SELECT 1")


def test_a_wrong_password_is_refused(server: EmbeddedServer) -> None:
    url = libpq_url(server.url("mailroom", "mailroom_app"))
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url, password="guessed")


def test_it_does_not_listen_on_the_network(server: EmbeddedServer) -> None:
    assert _ask(server, "mailroom", "mailroom_owner", "SHOW listen_addresses") == ""


def test_nobody_else_may_enter_its_folders_or_read_its_passwords(server: EmbeddedServer) -> None:
    for folder in ("data", "socket"):
        assert stat.S_IMODE((server.folder / folder).stat().st_mode) == 0o700
    passwords = server.folder.with_name("postgres-passwords.json")
    assert stat.S_IMODE(passwords.stat().st_mode) == 0o600


def test_the_server_log_holds_no_values(server: EmbeddedServer) -> None:
    with psycopg.connect(libpq_url(server.url("mailroom", "mailroom_owner"))) as connection:
        connection.execute("CREATE TEMPORARY TABLE once (value text PRIMARY KEY)")
        connection.execute("INSERT INTO once VALUES ('canary-4711')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO once VALUES ('canary-4711')")
    log = (server.folder / "data" / "server.log").read_text()
    assert "duplicate key value" in log
    assert "canary-4711" not in log


def test_starting_it_again_changes_nothing(server: EmbeddedServer) -> None:
    before = _postmaster(server)
    server.start()
    assert _postmaster(server) == before


def test_it_comes_back_after_its_postmaster_was_killed(server: EmbeddedServer) -> None:
    with psycopg.connect(libpq_url(server.url("mailroom", "mailroom_owner"))) as connection:
        connection.execute("SET synchronous_commit = on")  # this server is not a durable one
        connection.execute("CREATE TABLE kept (value text)")
        connection.execute("INSERT INTO kept VALUES ('still here')")
    os.kill(_postmaster(server), signal.SIGKILL)
    server.start()
    assert _ask(server, "mailroom", "mailroom_owner", "SELECT value FROM kept") == "still here"


def test_it_stops_and_starts(server: EmbeddedServer) -> None:
    server.stop()
    assert not server.running
    server.stop()
    server.start()
    assert server.running


def test_the_last_who_uses_it_stops_it(server: EmbeddedServer) -> None:
    with server.used():
        with EmbeddedServer(server.folder, durable=False).used():
            pass
        assert server.running
    assert not server.running
    server.start()


def test_a_bootstrap_that_was_broken_off_is_completed(server: EmbeddedServer) -> None:
    with psycopg.connect(libpq_url(server.url("postgres", "postgres"))) as connection:
        connection.execute("ALTER ROLE airflow PASSWORD NULL")
        connection.execute("GRANT CONNECT ON DATABASE mailroom TO PUBLIC")
    server.start()
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        _ask(server, "mailroom", "airflow", "SELECT 1")


def test_its_schema_can_be_migrated(server: EmbeddedServer) -> None:
    assert migrate(server.url("mailroom", "mailroom_owner"), CHECKOUT / "sql" / "migrations")
    assert _ask(server, "mailroom", "mailroom_app", "SELECT count(*) FROM receipts") == 0


@as_root
def test_as_root_in_a_closed_folder_it_lives_outside_and_is_linked(server: EmbeddedServer) -> None:
    assert server.folder.is_symlink()
    assert server.folder.resolve() == outside(server.folder)
    assert stat.S_IMODE(server.folder.parent.stat().st_mode) == 0o700
    owner = Path(f"/proc/{_postmaster(server)}").stat().st_uid
    assert owner != 0


def test_a_folder_somebody_else_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "ours").symlink_to(tmp_path / "theirs")
    with pytest.raises(MachineryFault, match="belongs to somebody else"):
        refuse_foreign(tmp_path / "ours")


def test_where_there_is_no_database_the_message_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MachineryFault, match="make setup"):
        EmbeddedServer(tmp_path / "postgres").url("mailroom", "mailroom_app")
