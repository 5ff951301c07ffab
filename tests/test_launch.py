"""The launcher: what it starts it stops, and what it refuses it says in one line."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from mailroom.errors import MachineryFault
from mailroom.store.embedded import EmbeddedServer
from mailroom.store.server_setup import ROLES
from mailroom_airflow.launch import house as houses
from mailroom_airflow.launch import keys, manager, ports, processes, testing
from mailroom_airflow.launch.airflow_api import AirflowApi
from mailroom_airflow.launch.environment import OWNER, airflow_environment, clean
from mailroom_airflow.launch.house import House, write_private
from mailroom_airflow.launch.processes import Supervisor, end
from mailroom_airflow.launch.record import Record, Started, started
from tests.shared import CHECKOUT

LAUNCH = [sys.executable, "-m", "mailroom_airflow.launch"]
SLEEPER = "import time; time.sleep(60)"
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SLEEPER!r}])"
LATE = [sys.executable, "-c", "import time; time.sleep(61)"]
# Asked by USR1 it starts one more process; nobody asks it to end.
STARTER = f"""
import signal, subprocess, time
signal.signal(signal.SIGUSR1, lambda *_: subprocess.Popen({LATE!r}))
while True:
    time.sleep(60)
"""
# Asked to end, it has its child start one more, and leaves both behind.
LEAVER = f"""
import signal, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", {STARTER!r}])
def leave(*_):
    child.send_signal(signal.SIGUSR1)
    time.sleep(0.5)
    sys.exit()
signal.signal(signal.SIGTERM, leave)
time.sleep(60)
"""
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPER}"


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(CHECKOUT, tmp_path / "var")
    houses.prepare(house)
    return house


@pytest.fixture
def supervisor(house: House) -> Iterator[Supervisor]:
    one = Supervisor(Record(house.var / "launcher.json"), house.logs, os.environ)
    yield one
    one.stop()


def _python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def _wait_for_child(pid: int) -> psutil.Process:
    ends = time.monotonic() + 10
    while time.monotonic() < ends:
        children = psutil.Process(pid).children()
        if children:
            return children[0]
        time.sleep(0.05)
    raise AssertionError("it started nothing")


def _ended(process: psutil.Process) -> bool:
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def test_what_a_process_started_is_stopped_with_it(supervisor: Supervisor) -> None:
    child = supervisor.start("parent", _python(PARENT))
    grandchild = _wait_for_child(child.pid)
    supervisor.stop()
    assert child.poll() is not None
    assert _ended(grandchild)


def test_a_process_that_will_not_end_is_killed() -> None:
    child = subprocess.Popen(_python(STUBBORN))
    time.sleep(0.5)
    assert end([started("stubborn", child.pid)], patience=0.5) == 1
    assert child.wait(timeout=5) == -signal.SIGKILL


def test_what_is_started_while_its_parent_ends_is_stopped_too() -> None:
    head = subprocess.Popen(_python(LEAVER))
    child = _wait_for_child(head.pid)
    time.sleep(0.5)
    assert end([started("leaver", head.pid)], patience=5) == 1
    assert head.wait(timeout=5) == 0
    assert _ended(child)
    assert [one for one in psutil.process_iter(["cmdline"]) if one.info["cmdline"] == LATE] == []


def test_a_process_that_ended_is_said_with_its_last_words(supervisor: Supervisor) -> None:
    child = supervisor.start("scheduler", _python("raise SystemExit('the port was taken')"))
    child.wait(timeout=10)
    with pytest.raises(MachineryFault, match=r"scheduler ended with status 1: the port was taken"):
        supervisor.watch()


def test_a_process_that_ended_without_words_on_a_full_disk_says_so(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(MachineryFault, match="samples ended with status 1: it wrote nothing"):
        supervisor.finish("samples", _python("raise SystemExit(1)"), 10)
    monkeypatch.setattr(processes, "FULL_MB", 10**9)
    with pytest.raises(MachineryFault, match="samples ended with status 1: the disk is full"):
        supervisor.finish("samples", _python("raise SystemExit(1)"), 10)


def test_what_takes_too_long_is_said(supervisor: Supervisor) -> None:
    with pytest.raises(MachineryFault, match=r"samples did not end within 1 s"):
        supervisor.finish("samples", _python(SLEEPER), 1)


def test_an_answer_is_what_this_call_wrote(supervisor: Supervisor) -> None:
    supervisor.ask("status", _python("print('before')"), 10)
    assert supervisor.ask("status", _python("print('now')"), 10) == "now\n"


def test_the_record_is_gone_when_all_is_stopped(house: House, supervisor: Supervisor) -> None:
    supervisor.start("sleeper", _python(SLEEPER))
    names = [entry.name for entry in Record(house.var / "launcher.json").read()]
    supervisor.stop()
    assert names == ["launcher", "sleeper"]
    assert Record(house.var / "launcher.json").read() == []


def test_an_id_that_is_somebody_elses_by_now_is_left_alone() -> None:
    ours = started("me", os.getpid())
    assert ours.process is not None
    assert Started("me", ours.pid, ours.began - 100).process is None


def test_a_second_launcher_of_the_same_checkout_is_refused(house: House) -> None:
    record = Record(house.var / "launcher.json")
    with record.alone(), pytest.raises(MachineryFault, match="runs already"), record.alone():
        pass


def test_a_full_disk_is_said_before_anything_is_started(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(houses, "LEAST_FREE_MB", 10**9)
    with pytest.raises(MachineryFault, match="the disk is full"):
        houses.prepare(house)


def test_keys_are_made_once_and_for_the_owner_alone(house: House) -> None:
    assert keys.keys(house) == keys.keys(house)
    assert keys.passwords(house) == keys.passwords(house)
    assert (house.var / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert house.passwords.stat().st_mode & 0o777 == 0o600


def test_there_is_a_login_for_each_kind_of_user(house: House) -> None:
    assert keys.passwords(house).keys() == {"ops", "manager1", "manager2", "auditor"}
    assert sorted(keys.LOGINS.values()) == ["op", "user", "user", "viewer"]


def test_the_shells_airflow_settings_do_not_reach_the_processes() -> None:
    caller = {"AIRFLOW__CORE__EXECUTOR": "Other", "AIRFLOW_HOME": "elsewhere", "PATH": "p"}
    kept = clean(caller)
    assert kept["PATH"] == "p"
    assert not [name for name in kept if name.startswith("AIRFLOW")]


def test_the_owner_of_the_database_is_not_told_to_the_processes(house: House) -> None:
    caller = {OWNER: "postgresql+psycopg://mailroom_owner@/mailroom", "MAILROOM_SHARES": "3"}
    server = EmbeddedServer(house.postgres)
    write_private(
        house.var / "postgres-passwords.json", json.dumps(dict.fromkeys(ROLES, "for a test"))
    )
    told = airflow_environment(caller, house, server, keys.keys(house), 8080)
    assert told["MAILROOM_SHARES"] == "3"
    assert OWNER not in told


def test_an_api_server_that_is_gone_is_said_in_one_line() -> None:
    nobody = AirflowApi(ports.url(ports.free(1)[0]))
    assert nobody.sick_parts() == ["api-server"]
    with pytest.raises(MachineryFault, match="api-server did not answer GET /api/v2/importErrors"):
        nobody.import_errors()


def test_a_proxy_does_not_stand_between_our_own_processes() -> None:
    assert clean({"NO_PROXY": "internal"})["no_proxy"] == "internal,localhost,127.0.0.1"


@pytest.mark.parametrize(
    ("waiting", "approved", "rejected"),
    [(0, 0, 0), (1, 1, 0), (2, 1, 1), (3, 1, 1), (10, 5, 1)],
)
def test_the_manager_approves_half_rejects_one_and_leaves_the_rest(
    waiting: int, approved: int, rejected: int
) -> None:
    letters = list(range(waiting))
    yes, no = manager.shares_of(letters)
    assert (len(yes), len(no)) == (approved, rejected)
    assert not set(yes) & set(no)


def test_free_ports_are_different() -> None:
    assert len(set(ports.free(3))) == 3


def test_up_says_in_one_line_that_its_port_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        outcome = _launch(["up"], tmp_path, MAILROOM_PORT=str(port))
    assert outcome.returncode == 1
    assert outcome.stderr.splitlines() == [outcome.stderr.strip()]
    assert f"port {port} is in use" in outcome.stderr
    assert not list(tmp_path.iterdir())


def test_down_where_nothing_runs_is_no_fault(tmp_path: Path) -> None:
    outcome = _launch(["down"], tmp_path)
    assert (outcome.returncode, outcome.stdout) == (0, "nothing was running\n")


@pytest.mark.airflow
def test_a_start_that_is_interrupted_leaves_nothing_running(var: Path) -> None:
    launcher = _migrating(var)
    assert launcher.stdout is not None
    launcher.send_signal(signal.SIGTERM)
    assert launcher.stdout.readlines() == ["stopping what was started\n"]
    assert launcher.wait(timeout=60) == 130
    assert _processes_of(var) == []


@pytest.mark.airflow
def test_what_a_killed_launcher_left_running_is_stopped_by_the_next(var: Path) -> None:
    killed = _migrating(var)
    killed.kill()
    killed.wait()
    assert _processes_of(var) != []
    launcher = _migrating(var)
    launcher.send_signal(signal.SIGTERM)
    assert launcher.wait(timeout=60) == 130
    assert _processes_of(var) == []


def test_a_database_that_refuses_us_is_said_in_one_line(var: Path) -> None:
    server = EmbeddedServer(var / "postgres")
    server.start()
    write_private(var / "postgres-passwords.json", json.dumps(dict.fromkeys(ROLES, "not the one")))
    outcome = _launch(["run"], var)
    assert outcome.returncode == 1
    assert outcome.stderr.startswith("make run: PostgreSQL refused (OperationalError): ")
    assert len(outcome.stderr.splitlines()) == 1
    assert _processes_of(var) == []


def test_tests_leave_a_server_running_that_another_pytest_uses(var: Path) -> None:
    house = House(CHECKOUT, var)
    server = EmbeddedServer(house.test / "postgres", durable=False)
    with server.used():
        assert testing.run_tests(house, ["--version"]) == 0
        assert server.running
    assert not server.running


def test_setup_without_a_python_says_so_in_one_line(tmp_path: Path) -> None:
    outcome = _setup(tmp_path, PYTHON="no-such-python")
    assert outcome.returncode == 1
    assert outcome.stderr.startswith("make setup: no Python 3.11 to 3.13 with venv was found")
    assert len(outcome.stderr.splitlines()) == 1


def test_setup_on_a_full_disk_says_so_before_it_begins(tmp_path: Path) -> None:
    full = tmp_path / "programs" / "df"
    full.parent.mkdir()
    full.write_text("#!/bin/sh\necho Filesystem\necho none 100 100 0 100% /\n")
    full.chmod(0o755)
    path = f"{full.parent}:{os.environ['PATH']}"
    outcome = _setup(tmp_path, PYTHON=sys.executable, PATH=path)
    assert outcome.returncode == 1
    assert outcome.stderr == (
        "make setup: the disk is full: 0 MB are free where .venv goes, 3500 MB are needed\n"
    )
    assert not (tmp_path / ".venv").exists()


def test_setup_that_cannot_finish_leaves_no_environment(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("./not-there\n")
    outcome = _setup(tmp_path, PYTHON=sys.executable)
    assert outcome.returncode == 1
    assert outcome.stderr.startswith("make setup: installing failed: ERROR: ")
    assert len(outcome.stderr.splitlines()) == 1
    assert not (tmp_path / ".venv").exists()


def test_setup_mends_an_environment_whose_making_was_killed(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / ".venv"], check=True)
    (tmp_path / "requirements.txt").write_text("./not-there\n")
    outcome = _setup(tmp_path, PYTHON=sys.executable)
    assert outcome.stderr.startswith("make setup: installing failed: ERROR: ")
    assert (tmp_path / ".venv" / "bin" / "pip").exists()


@pytest.fixture
def var() -> Iterator[Path]:
    """A `var` of its own beside that of the tests: the database's user has to reach it."""
    folder = CHECKOUT / "var" / "test" / f"launch-{os.getpid()}"
    folder.mkdir(parents=True)
    yield folder
    for server in (folder / "postgres", folder / "test" / "postgres"):
        shutil.rmtree(server.resolve(), ignore_errors=True)
    shutil.rmtree(folder)


def _migrating(var: Path) -> subprocess.Popen[str]:
    """A launcher of `run` that has started PostgreSQL and says that it migrates."""
    environ = dict(os.environ) | {"MAILROOM_VAR": str(var), "MAILROOM_HOME": str(CHECKOUT)}
    launcher = subprocess.Popen([*LAUNCH, "run"], env=environ, stdout=subprocess.PIPE, text=True)
    assert launcher.stdout is not None
    said = [launcher.stdout.readline() for _ in range(2)]
    assert said == ["starting PostgreSQL\n", "migrating the two databases\n"]
    return launcher


def _processes_of(var: Path) -> list[str]:
    words = (str(var), str((var / "postgres").resolve()))
    lines = [" ".join(one.info["cmdline"] or []) for one in psutil.process_iter(["cmdline"])]
    return [line for line in lines if any(word in line for word in words)]


def _launch(words: list[str], var: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    environ = dict(os.environ) | {"MAILROOM_VAR": str(var), "MAILROOM_HOME": str(CHECKOUT)}
    return subprocess.run(
        [*LAUNCH, *words], env=environ | extra, capture_output=True, text=True, check=False
    )


def _setup(folder: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    (folder / ".ci").mkdir()
    shutil.copy(CHECKOUT / ".ci" / "setup", folder / ".ci")
    for name in ("pyproject.toml", "requirements-model.txt"):
        shutil.copy(CHECKOUT / name, folder)
    if not (folder / "requirements.txt").exists():
        shutil.copy(CHECKOUT / "requirements.txt", folder)
    return subprocess.run(
        ["sh", ".ci/setup"],
        cwd=folder,
        env=dict(os.environ) | extra,
        capture_output=True,
        text=True,
        check=False,
    )
