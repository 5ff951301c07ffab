"""Airflow for the fault tests: a home and a metadata database of its own, and real task runs.

Everything runs in processes of their own: pytest's own process never imports Airflow here.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from mailroom.store.migrate import libpq_url
from mailroom_airflow.launch.environment import clean
from mailroom_airflow.launch.ports import LOOPBACK, free
from mailroom_airflow.launch.rehearsal import (
    AFTER_THE_MANAGER,
    BEFORE_THE_CLERKS,
    BEFORE_THE_MANAGER,
)
from tests.databases import Urls
from tests.shared import CHECKOUT

LINE = BEFORE_THE_CLERKS + BEFORE_THE_MANAGER + AFTER_THE_MANAGER
START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a run: its state, the tasks that failed, the most tries a task had."""

    state: str
    failed: tuple[str, ...]
    tries: int


class AirflowHouse:
    """A driver that runs DAGs; `home` holds all of Airflow's files, `database` its metadata.

    With `processes` each task runs by LocalExecutor, in a process of its own with a log file, as
    it does beside a scheduler; without, all of them run in the driver, which is quicker.
    """

    def __init__(
        self, driver: subprocess.Popen[str], home: Path, database: str, *, processes: bool
    ) -> None:
        self.home = home
        self.database = database
        self._driver = driver
        self._processes = processes
        self._tick = datetime(2026, 1, 1, tzinfo=UTC)

    def run(
        self, dag: str, *, again: datetime | None = None, environ: Mapping[str, str], **conf: object
    ) -> tuple[Outcome, datetime]:
        """Run a DAG with this form; `again` clears the run of that logical date and repeats it."""
        self._tick += timedelta(minutes=1)
        logical_date = again or self._tick
        request = {
            "dag": dag,
            "conf": conf,
            "environ": dict(environ),
            "logical_date": logical_date.isoformat(),
            "again": again is not None,
            "processes": self._processes,
        }
        return self._ask(json.dumps(request)), logical_date

    def _ask(self, line: str) -> Outcome:
        requests, answers = _pipes(self._driver)
        requests.write(line + "\n")
        requests.flush()
        answer = answers.readline()
        assert answer, f"the driver ended: {self.last_words}"
        said = json.loads(answer)
        return Outcome(said["state"], tuple(said["failed"]), said["tries"])

    @property
    def last_words(self) -> str:
        """The end of what the driver printed."""
        return (self.home / "driver.log").read_text(errors="replace")[-2000:]


@contextmanager
def airflow_house(urls: Urls, home: Path, *, processes: bool) -> Iterator[AirflowHouse]:
    """Start it; everything it started ends with it, and its database is dropped."""
    with ExitStack() as stack:
        database = stack.enter_context(_database(urls))
        port = free(1)[0]
        environ = _environment(home, database, port, "DEBUG" if processes else "WARNING")
        driver = stack.enter_context(
            _process("driver", environ, home, "tests.faults.airflow_driver")
        )
        known = json.loads(_pipes(driver)[1].readline())
        assert set(LINE) == set(known), f"{sorted(LINE)} and not {known}"
        if processes:
            words = ("airflow", "api-server", "--apps", "execution")
            stack.enter_context(_process("api-server", environ, home, *words))
            _wait_for(port)
        yield AirflowHouse(driver, home, database, processes=processes)


@contextmanager
def _database(urls: Urls) -> Iterator[str]:
    name = f"airflow_{secrets.token_hex(4)}"
    with psycopg.connect(libpq_url(urls.admin), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urls.of(name).admin
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            connection.execute(drop)


def _environment(home: Path, database: str, port: int, level: str) -> dict[str, str]:
    ours = {name: text for name, text in clean(os.environ).items() if "MAILROOM_TEST" not in name}
    return ours | {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(CHECKOUT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(CHECKOUT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "2",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://{LOOPBACK}:{port}/execution/",
        "AIRFLOW__API__HOST": LOOPBACK,
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_hex(32),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": _by(database, "psycopg2"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": _by(database, "asyncpg"),
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(home / "logs"),
        "AIRFLOW__LOGGING__LOGGING_LEVEL": level,
        # A task whose process ends is noticed after this many seconds.
        "AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL": "1",
        "MAILROOM_SHARES": "1",
    }


def _by(database: str, driver: str) -> str:
    url = make_url(database).set(drivername=f"postgresql+{driver}")
    return url.render_as_string(hide_password=False)


@contextmanager
def _process(
    name: str, environ: Mapping[str, str], home: Path, *words: str
) -> Iterator[subprocess.Popen[str]]:
    with (home / f"{name}.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *words],
            cwd=CHECKOUT,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE if name == "driver" else log,
            stderr=log,
            text=True,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _wait_for(port: int) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        with socket.socket() as probe:
            if probe.connect_ex((LOOPBACK, port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError("the execution API did not come up")


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout
