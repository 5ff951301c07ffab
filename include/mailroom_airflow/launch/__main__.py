"""The whole house on one machine.

run    everything once: database, migrations, samples, Airflow, every DAG, a summary; then stop
up     the same with schedules on and the UI on http://localhost:8080 (MAILROOM_PORT) until Ctrl-C
down   stop what `run` or `up` left behind in this checkout
test   pytest beside a database of its own; further words go to pytest
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType

import psycopg

from mailroom.errors import MailroomError
from mailroom_airflow.launch import line, ports, rehearsal, testing, ui
from mailroom_airflow.launch.house import House, from_settings

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked us to end; what was started is stopped on the way out."""


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status: 0 well, 1 a fault said in one line, 130 stopped before the end."""
    parser = argparse.ArgumentParser(
        prog="launch", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["run", "up", "down", "test"])
    args, rest = parser.parse_known_args(argv)
    if rest and args.what != "test":
        parser.error(f"{args.what} takes no further words")
    for number in SIGNALS:
        signal.signal(number, _stop)
    try:
        return _do(args.what, rest)
    except Stopped:
        return 130
    except (MailroomError, OSError) as fault:
        return _failed(args.what, str(fault))
    except psycopg.Error as fault:
        words = (str(fault).strip() or "no message").splitlines()[0]
        return _failed(args.what, f"PostgreSQL refused ({type(fault).__name__}): {words}")


def _failed(what: str, why: str) -> int:
    print(f"make {what}: {why}", file=sys.stderr, flush=True)
    return 1


def _do(what: str, rest: list[str]) -> int:
    house = from_settings()
    if what == "test":
        return testing.run_tests(house, [word for word in rest if word != "--"])
    if what == "down":
        count = line.stop(house)
        line.say("everything is stopped" if count else "nothing was running")
        return 0
    return _up(house) if what == "up" else _run(house)


def _run(house: House) -> int:
    with line.running(house, ports.free(1)[0]) as live:
        return 0 if rehearsal.rehearse(live) else 1


def _up(house: House) -> int:
    port = ports.require(_port())
    try:
        with line.running(house, port) as live:
            ui.serve(live, port)
    except Stopped:
        return 0
    return 1


def _port() -> int:
    text = os.environ.get("MAILROOM_PORT") or "8080"
    if not text.isdigit() or not 1024 <= int(text) <= 65535:
        raise MailroomError(f"MAILROOM_PORT is {text!r}: give a port from 1024 to 65535")
    return int(text)


def _stop(number: int, frame: FrameType | None) -> None:
    for other in SIGNALS:  # once is enough: stopping must not be stopped
        signal.signal(other, signal.SIG_IGN)
    raise Stopped


if __name__ == "__main__":
    sys.exit(main())
