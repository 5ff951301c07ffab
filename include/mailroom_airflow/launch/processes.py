"""Child processes: started in groups of their own, watched, and stopped with all they started."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import psutil

from mailroom.errors import MachineryFault
from mailroom_airflow.launch.record import Record, Started, started

FULL_MB = 5
PATIENCE = 20.0  # seconds between asking a process to end and killing it


class Supervisor:
    """Starts processes, one log file each, and stops all of them, last started last asked."""

    def __init__(self, record: Record, logs: Path, environ: Mapping[str, str]) -> None:
        self._record = record
        self._logs = logs
        self._environ = dict(environ)
        self._children: list[tuple[Started, subprocess.Popen[bytes]]] = []
        self._record.write([self._ourselves()])

    def start(self, name: str, words: Sequence[str], **extra: str) -> subprocess.Popen[bytes]:
        """Start a process; `extra` is added to its environment. Its output goes to `name`.log."""
        with self._log(name).open("ab") as log:
            child = subprocess.Popen(
                words,
                env=self._environ | extra,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._children.append((started(name, child.pid), child))
        self._record.write([self._ourselves(), *(entry for entry, _ in self._children)])
        return child

    def finish(
        self,
        name: str,
        words: Sequence[str],
        seconds: float,
        *,
        good: tuple[int, ...] = (0,),
        **extra: str,
    ) -> None:
        """Run a process to its end. Raises MachineryFault with the last line it wrote.

        `good` are the exit statuses that are no fault.
        """
        child = self.start(name, words, **extra)
        try:
            status = child.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise MachineryFault(f"{name} did not end within {seconds:.0f} s") from None
        self._children = [pair for pair in self._children if pair[1] is not child]
        if status not in good:
            raise MachineryFault(self._failure(name, status))

    def ask(
        self,
        name: str,
        words: Sequence[str],
        seconds: float,
        *,
        good: tuple[int, ...] = (0,),
        **extra: str,
    ) -> str:
        """Run a process to its end and return what it wrote."""
        answer = self._log(name)
        answer.unlink(missing_ok=True)
        self.finish(name, words, seconds, good=good, **extra)
        return answer.read_text()

    def watch(self) -> None:
        """Raise MachineryFault when a process ended that should still run."""
        for entry, child in self._children:
            status = child.poll()
            if status is not None:
                raise MachineryFault(self._failure(entry.name, status))

    def stop(self) -> None:
        """Ask all to end, then kill what is left, and what they in turn had started."""
        end(entry for entry, _ in self._children)
        for straggler in psutil.Process().children(recursive=True):
            _send(straggler, signal.SIGKILL)
        for _, child in self._children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=1)
        self._children.clear()
        self._record.clear()

    def _log(self, name: str) -> Path:
        return self._logs / f"{name}.log"

    def _failure(self, name: str, status: int) -> str:
        lines = self._log(name).read_text(errors="replace").strip().splitlines()
        last = next((line for line in reversed(lines) if line.strip()), self._silent())
        return f"{name} ended with status {status}: {last.strip()[:300]} (see {self._log(name)})"

    def _silent(self) -> str:
        """Why a process that ended may have had no words."""
        if shutil.disk_usage(self._logs).free < FULL_MB * 1_000_000:
            return f"the disk is full where {self._logs} lies: make room and try again"
        return "it wrote nothing"

    @staticmethod
    def _ourselves() -> Started:
        return started("launcher", os.getpid())


def end(entries: Iterable[Started], patience: float = PATIENCE) -> int:
    """Stop processes of ours and all their descendants; return how many had been running."""
    heads = [process for entry in entries if (process := entry.process) is not None]
    family = _family(heads)
    for process in heads:
        _send(process, signal.SIGTERM)
    _gone(heads, patience)
    family |= _family(family)  # what they started while they ended, too
    for process in family:
        _send(process, signal.SIGKILL)
    _gone(family, 5)
    return len(heads)


def _family(heads: Iterable[psutil.Process]) -> set[psutil.Process]:
    found: set[psutil.Process] = set()
    for head in heads:
        with contextlib.suppress(psutil.NoSuchProcess):
            found |= {head, *head.children(recursive=True)}
    return found


def _gone(processes: Iterable[psutil.Process], seconds: float) -> None:
    ends = time.monotonic() + seconds
    while any(_alive(process) for process in processes) and time.monotonic() < ends:
        time.sleep(0.1)


def _alive(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _send(process: psutil.Process, number: signal.Signals) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        if _alive(process):
            process.send_signal(number)
