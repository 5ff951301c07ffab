"""`up`: schedules on, and the UI until somebody says stop."""

from __future__ import annotations

import time

from mailroom_airflow.launch.keys import LOGINS, passwords
from mailroom_airflow.launch.line import Line, ended, say

REGISTERS = "load_registers"


def serve(line: Line, port: int) -> None:
    """Load the registers, switch every schedule on, print the logins, watch until interrupted."""
    _load_registers(line)
    for dag in line.dags:
        line.api.pause(dag, False)
    say(f"the line runs: http://localhost:{port}")
    for login, password in passwords(line.house).items():
        say(f"  {login:10} {LOGINS.get(login, ''):8} {password}")
    say(f"logs: {line.house.logs}; Ctrl-C or `make down` stops everything")
    while True:
        line.supervisor.watch()
        time.sleep(1)


def _load_registers(line: Line) -> None:
    """Their own schedule may be hours away, and who wrote cannot be told without them."""
    say("loading the registers")
    line.api.pause(REGISTERS, False)
    run = ended(line, line.api.trigger(REGISTERS))
    if run.state != "success":
        say(f"  {REGISTERS} {run.state}: those of the last load stay in force; its page says why")
