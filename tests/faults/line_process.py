"""process_mail as a process of its own that stops itself at a given moment; started by test_kill.

`python -m tests.faults.line_process SHARE [STAGE MOMENT]`. A moment is a number, counted over the
statements and commits of the stage, or `fence`: the work is done and about to be written. Chunks
are small, so that a stage has many of them. Prints a JSON line a stage.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, event

from mailroom.steps import process_mail
from mailroom.steps.stages import classify
from mailroom.steps.stages import identify as identifying
from mailroom.steps.stages import open as opening
from mailroom.store import leases

MOMENT = datetime(2026, 11, 23, 7, tzinfo=UTC)
CHUNK = 7
STAGES: dict[str, Callable[..., object]] = {
    "read": process_mail.read,
    "identify": process_mail.identify,
    "classify": process_mail.classify,
    "open": process_mail.open_requests,
}


class Stop:
    """Counts what a stage asks of the database and stops this process when it is time."""

    def __init__(self, stage: str = "", at: str = "") -> None:
        self._stage = stage
        self._at = at
        self.entered = ""
        self.count = 0

    def enter(self, stage: str) -> None:
        self.entered, self.count = stage, 0

    def tick(self, *_: object) -> None:
        """One statement, or one commit, is about to be sent."""
        self.count += 1
        if self.entered == self._stage and self._at == str(self.count):
            os.kill(os.getpid(), signal.SIGSTOP)

    def at_the_fence(self, fence: Callable[[Connection, int], None]) -> Callable[..., None]:
        def stopping(connection: Connection, lease_id: int) -> None:
            if self.entered == self._stage and self._at == "fence":
                self._at = ""
                os.kill(os.getpid(), signal.SIGSTOP)
            fence(connection, lease_id)

        return stopping


def main(share: int, words: list[str]) -> int:
    """Run the four stages."""
    stop = Stop(*words)
    event.listen(Engine, "before_cursor_execute", stop.tick)
    event.listen(Engine, "commit", stop.tick)
    leases.fence = stop.at_the_fence(leases.fence)
    identifying.CHUNK = classify.CHUNK = opening.CHUNK = CHUNK
    for name, verb in STAGES.items():
        stop.enter(name)
        verb(share, MOMENT)
        sys.stdout.write(json.dumps({"stage": name, "moments": stop.count}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
