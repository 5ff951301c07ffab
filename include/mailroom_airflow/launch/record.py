"""What was started, on disk: so that `make down` finds it, also when the launcher was killed.

A process is known by its id and the moment it started: an id alone may be somebody else's by now.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from mailroom.errors import MachineryFault
from mailroom_airflow.launch.house import write_private


@dataclass(frozen=True, slots=True)
class Started:
    """A process of ours; `began` is its start in seconds since the epoch."""

    name: str
    pid: int
    began: float

    @property
    def process(self) -> psutil.Process | None:
        """The process, or None when it ended (its id may be another's since)."""
        try:
            process = psutil.Process(self.pid)
            ours = abs(process.create_time() - self.began) < 1
            return process if ours and process.status() != psutil.STATUS_ZOMBIE else None
        except psutil.NoSuchProcess:
            return None


def started(name: str, pid: int) -> Started:
    """The entry of a process that runs now."""
    return Started(name, pid, psutil.Process(pid).create_time())


class Record:
    """The list of what one launcher started, and the lock that keeps a second one away."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> list[Started]:
        """What is recorded, whether it still runs or not; the launcher itself comes first."""
        if not self.path.exists():
            return []
        return [Started(**entry) for entry in json.loads(self.path.read_text())]

    def write(self, entries: list[Started]) -> None:
        """Replace the list."""
        write_private(self.path, json.dumps([asdict(entry) for entry in entries]))

    def clear(self) -> None:
        """Everything was stopped."""
        self.path.unlink(missing_ok=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the lock. Raises MachineryFault when another launcher of this checkout has it."""
        with self.path.with_suffix(".lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise MachineryFault(
                    "it runs already in this checkout: wait for it, or end it with `make down`"
                ) from None
            yield
