"""The line on this machine: database, migrations, samples, Airflow; started, and stopped again."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mailroom.errors import MachineryFault
from mailroom.settings import from_environment
from mailroom.store.embedded import EmbeddedServer
from mailroom.store.migrate import migrate
from mailroom_airflow.launch import keys, ports
from mailroom_airflow.launch.airflow_api import AirflowApi, DagRun, wait_until
from mailroom_airflow.launch.environment import airflow_environment
from mailroom_airflow.launch.house import House, prepare
from mailroom_airflow.launch.processes import Supervisor, end
from mailroom_airflow.launch.record import Record

# The log servers listen on every address, and nothing tells them not to; the api-server reads the
# files themselves.
NO_LOG_SERVER = ("--skip-serve-logs",)
PARTS: Mapping[str, tuple[str, ...]] = {
    "api-server": (),
    "scheduler": NO_LOG_SERVER,
    "dag-processor": (),
    "triggerer": NO_LOG_SERVER,
}
HEALTHY_SECONDS = 240.0
RUN_SECONDS = 900.0
SAMPLES = ("--agency", "both", "--count", "60", "--seed", "1")
PYTHON = (sys.executable, "-m")
MAILROOM = str(Path(sys.executable).with_name("mailroom"))


@dataclass(frozen=True, slots=True)
class Line:
    """A running house: its processes and a client signed in as operations."""

    house: House
    supervisor: Supervisor
    api: AirflowApi
    dags: tuple[str, ...]


def say(text: str) -> None:
    """One line for the person who waits."""
    print(text, flush=True)


def record_of(house: House) -> Record:
    """Where `run` and `up` note what they started."""
    return Record(house.var / "launcher.json")


@contextmanager
def running(house: House, port: int) -> Iterator[Line]:
    """Start everything, the UI on `port`; give it out, and stop it all, whatever happens."""
    prepare(house)
    record = record_of(house)
    with record.alone():
        end(record.read()[1:])
        with _database(house) as server:
            environ = airflow_environment(os.environ, house, server, keys.keys(house), port)
            supervisor = Supervisor(record, house.logs, environ)
            try:
                _migrate(house, server, supervisor)
                supervisor.finish("rules", [MAILROOM, "rules", "activate", "--first-alone"], 120)
                _make_samples(house, supervisor)
                yield _start(house, supervisor, port)
            finally:
                say("stopping what was started")
                supervisor.stop()


def stop(house: House) -> int:
    """End a launcher of this checkout and whatever a killed one left; return how many processes."""
    entries = record_of(house).read()
    count = end(entries[:1], patience=60) + end(entries[1:])
    record_of(house).clear()
    server = EmbeddedServer(house.postgres)
    if server.running:
        server.stop()
        count += 1
    return count


def ended(line: Line, run: DagRun) -> DagRun:
    """The run when nothing more will happen in it. Raises MachineryFault after 15 minutes."""
    wait_until(
        lambda: line.api.run(run).ended,
        RUN_SECONDS,
        line.supervisor.watch,
        lambda: f"{run.dag} still runs; see {line.house.logs}",
    )
    return line.api.run(run)


def played(line: Line, who: str, command: str, *words: str, good: tuple[int, ...] = (0,)) -> str:
    """What `mailroom` answers the launcher in a chair; `good` are the statuses it may give."""
    said = [MAILROOM, command, "--as", who, *words]
    return line.supervisor.ask(command, said, 300, good=good, MAILROOM_DEMO="1")


@contextmanager
def _database(house: House) -> Iterator[EmbeddedServer]:
    """The server; stopped at the end even where a killed launcher had left it running."""
    server = EmbeddedServer(house.postgres)
    say("starting PostgreSQL")
    try:
        server.start()
        yield server
    finally:
        server.stop()


def _migrate(house: House, server: EmbeddedServer, supervisor: Supervisor) -> None:
    say("migrating the two databases")
    migrate(server.url("mailroom", "mailroom_owner"), from_environment().sql / "migrations")
    supervisor.finish("migrate-airflow", [*PYTHON, "airflow", "db", "migrate"], 300)


def _make_samples(house: House, supervisor: Supervisor) -> None:
    """Sample registers and mail, unless they were made before: what was collected stays collected.

    `samples.json` is written last, and an interrupted start is cleared by the next.
    """
    if (house.var / "samples.json").exists():
        return
    say("making sample registers and mail")
    moment = from_environment().read_clock().replace(microsecond=0).isoformat()
    words = [MAILROOM, "samples", *SAMPLES, "--as-of", moment, "--out", str(house.var)]
    supervisor.finish("samples", words, 600)


def _start(house: House, supervisor: Supervisor, port: int) -> Line:
    say("starting Airflow")
    logins = keys.passwords(house)
    for part, words in PARTS.items():
        supervisor.start(part, [*PYTHON, "airflow", part, *words])
    api = AirflowApi(ports.url(port))
    wait_until(
        lambda: not api.sick_parts(),
        HEALTHY_SECONDS,
        supervisor.watch,
        lambda: f"not healthy: {', '.join(api.sick_parts())}; see {house.logs}",
    )
    api.sign_in("ops", logins["ops"])
    return Line(house, supervisor, api, _parsed(house, api, supervisor))


def _parsed(house: House, api: AirflowApi, supervisor: Supervisor) -> tuple[str, ...]:
    wanted = {path.stem for path in (house.home / "dags").glob("*.py")}
    wait_until(
        lambda: wanted <= api.dags() or bool(api.import_errors()),
        120,
        supervisor.watch,
        lambda: f"not parsed: {', '.join(sorted(wanted - api.dags()))}; see {house.logs}",
    )
    faults = api.import_errors()
    if faults:
        raise MachineryFault(f"a DAG cannot be parsed: {faults[0]}")
    return tuple(sorted(wanted))
