"""The limited process in which files are read (DESIGN, decision 13; THREATS 6).

Light to import: the format libraries live in the child alone.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from types import TracebackType
from typing import Self

import msgspec

from mailroom.errors import MachineryFault
from mailroom.reading import frames
from mailroom.reading.frames import Answer, PipeClosed, Ready, Request, TooLate, TooLong
from mailroom.reading.limits import MAX_CONTENT_BYTES, ChildLimits
from mailroom.reading.reasons import quarantined
from mailroom.records.reading import ReadResult

_START_SECONDS = 60.0
_OUT_OF_MEMORY_STATUS = 70


class ReadingChild:
    """One persistent child that reads one file after another; use as a context manager.

    The child has a clean environment, its own session, no inherited descriptors, and limits on
    address space, CPU (armed again for each item), file size, descriptors and wall clock. It is
    replaced after a failure and every `limits.items` items. On Linux it dies with the thread that
    entered the context. Not for several threads at once.
    """

    def __init__(self, limits: ChildLimits | None = None, *, own_server: str | None = None) -> None:
        """`own_server`: see `content.read_content`."""
        self._limits = limits or ChildLimits()
        self._own_server = own_server
        self._process: subprocess.Popen[bytes] | None = None
        self._items = 0
        self._cpu_of_ended = 0.0
        self._cpu_of_current = 0.0
        self.guards: tuple[str, ...] = ()
        """What refuses the network in the current child: `audit`, and `seccomp` on Linux."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def cpu_seconds(self) -> float:
        """CPU seconds of all children so far, user and system, as the kernel counted them.

        For the current child this is what it reported with its last answer.
        """
        return self._cpu_of_ended + self._cpu_of_current

    @property
    def pid(self) -> int | None:
        """Process id of the current child, None when there is none."""
        return self._process.pid if self._process else None

    def read(self, content: bytes, file_name: str, media_type: str | None = None) -> ReadResult:
        """Read a file. Always answers: `timed_out`, `out_of_memory` or `reader_crashed` at worst.

        Raises MachineryFault when no child can be started.
        """
        if len(content) > MAX_CONTENT_BYTES:
            return quarantined("too_large")
        process = self._started()
        # A name in no known charset comes from the file system as half characters JSON cannot hold.
        name = file_name.encode(errors="replace").decode()
        request = Request(name, media_type, self._own_server, self._limits.cpu_seconds)
        try:
            answer = self._asked(process, request, content)
        except TooLate:
            self._end()
            return quarantined("timed_out")
        except TooLong:
            self._end()
            return quarantined("answer_too_large")
        except (PipeClosed, msgspec.DecodeError, UnicodeError):
            return quarantined(_reason(self._end()))
        self._cpu_of_current = answer.cpu_seconds
        self._items += 1
        if answer.result.reason_code == "reader_crashed" or self._items >= self._limits.items:
            self.close()
        return answer.result

    def close(self) -> None:
        """End the child; a later `read` starts a new one."""
        if self._process is not None:
            self._end()

    def _asked(self, process: subprocess.Popen[bytes], request: Request, content: bytes) -> Answer:
        requests, answers = _pipes(process)
        deadline = time.monotonic() + self._limits.wall_seconds
        frames.send(requests, frames.packed(request, content), deadline)
        frames.send(requests, content, deadline)
        text = frames.receive_json(answers, self._limits.answer_bytes, deadline)
        return msgspec.json.decode(text, type=Answer)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None:
            if _is_running(self._process):
                return self._process
            self._end()  # died between two items: the next one is not to blame
        self._process = process = subprocess.Popen(
            self._command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            bufsize=0,
            start_new_session=True,
        )
        for pipe in _pipes(process):
            os.set_blocking(pipe, False)
        try:
            deadline = time.monotonic() + _START_SECONDS
            text = frames.receive_json(_pipes(process)[1], 1 << 16, deadline)
            ready = msgspec.json.decode(text, type=Ready)
        except (TooLate, TooLong, PipeClosed, msgspec.DecodeError):
            status = self._end()
            raise MachineryFault(
                f"the reading child did not start (status {status}): run "
                f"`{sys.executable} -I -m mailroom.reading.worker` to see why"
            ) from None
        self.guards, self._cpu_of_current = ready.guards, ready.cpu_seconds
        return process

    def _command(self) -> list[str]:
        limits = self._limits
        numbers = (
            os.getpid(),
            limits.address_space_bytes,
            limits.file_bytes,
            limits.descriptors,
            limits.answer_bytes,
        )
        return [sys.executable, "-I", "-B", "-m", "mailroom.reading.worker", *map(str, numbers)]

    def _end(self) -> int:
        """Kill and reap the child; its exit status, negative for the signal that ended it."""
        process = self._process
        if process is None:
            return 0
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()
        _, status, usage = _reaped(process)
        self._cpu_of_ended += usage
        self._process, self._items, self._cpu_of_current = None, 0, 0.0
        return status


def _is_running(process: subprocess.Popen[bytes]) -> bool:
    ended = os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    return ended is None


def _reaped(process: subprocess.Popen[bytes]) -> tuple[int, int, float]:
    """Wait a moment for an end of its own, which tells why, then kill."""
    until = time.monotonic() + 0.5
    pid, status, usage = os.wait4(process.pid, os.WNOHANG)
    while not pid and time.monotonic() < until:
        time.sleep(0.005)
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
    if not pid:
        os.kill(process.pid, signal.SIGKILL)
        pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return pid, process.returncode, usage.ru_utime + usage.ru_stime


def _reason(status: int) -> str:
    if status == -signal.SIGXCPU:
        return "timed_out"
    if status in (_OUT_OF_MEMORY_STATUS, -signal.SIGKILL):
        return "out_of_memory"
    return "reader_crashed"


def _pipes(process: subprocess.Popen[bytes]) -> tuple[int, int]:
    if process.stdin is None or process.stdout is None:
        raise MachineryFault("the reading child has no pipes")
    return process.stdin.fileno(), process.stdout.fileno()


def _environment() -> dict[str, str]:
    """Nothing of ours: no database URL, no key, no home."""
    return {
        "LANG": "C.UTF-8",
        "PATH": os.defpath,
        "OMP_THREAD_LIMIT": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }
