"""A process of its own that is to die in the middle of something."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable

KILLED = 9


def run_until_killed(target: Callable[[], None]) -> None:
    """Run a function of a module in a new process, which must end by `os._exit(KILLED)`.

    A new interpreter and no fork: threads of libraries do not live on in a forked process.
    """
    process = multiprocessing.get_context("spawn").Process(target=target)
    process.start()
    process.join(timeout=60)
    if process.exitcode is None:
        process.kill()
    assert process.exitcode == KILLED
