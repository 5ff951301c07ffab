"""`test`: pytest beside an embedded server of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence

from mailroom.store.embedded import EmbeddedServer
from mailroom_airflow.launch.environment import clean
from mailroom_airflow.launch.house import House, prepare
from mailroom_airflow.launch.record import Record

WORKERS = ("-n", "2")


def run_tests(house: House, arguments: Sequence[str]) -> int:
    """Run pytest with the arguments beside the test server, which a bare pytest may use too;
    pytest's status."""
    prepare(house)
    house.test.mkdir(exist_ok=True)
    with Record(house.test / "launcher.json").alone():
        server = EmbeddedServer(house.test / "postgres", durable=False)
        with server.used():
            return _pytest(house, environment(house, server), arguments)


def environment(house: House, server: EmbeddedServer) -> dict[str, str]:
    """Where tests find the server as each role, and a `var` that is not the house's own."""
    ours = {k: v for k, v in clean(os.environ).items() if not k.startswith("MAILROOM_")}
    return ours | {
        "MAILROOM_HOME": str(house.home),
        "MAILROOM_VAR": str(house.test / "var"),
        "MAILROOM_TEST_DATABASE_URL": server.url("mailroom", "mailroom_app"),
        "MAILROOM_TEST_OWNER_DATABASE_URL": server.url("mailroom", "mailroom_owner"),
        "MAILROOM_TEST_ADMIN_DATABASE_URL": server.url("postgres", "postgres"),
        "MAILROOM_TEST_AIRFLOW_DATABASE_URL": server.url("airflow", "airflow", "psycopg2"),
    }


def _pytest(house: House, environ: dict[str, str], arguments: Sequence[str]) -> int:
    words = [sys.executable, "-m", "pytest", *(arguments or WORKERS)]
    child = subprocess.Popen(words, env=environ, cwd=house.home, start_new_session=True)
    try:
        return child.wait()
    finally:
        if child.poll() is None:
            _end_group(child)


def _end_group(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
        os.killpg(child.pid, signal.SIGINT)
        child.wait(timeout=20)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
