"""`up`: schedules on, and the UI until somebody says stop."""

from __future__ import annotations

import time

from mailroom_airflow.launch.keys import LOGINS, passwords
from mailroom_airflow.launch.line import Line, say


def serve(line: Line, port: int) -> None:
    """Switch every schedule on, print the logins, and watch the processes until interrupted."""
    for dag in line.dags:
        line.api.pause(dag, False)
    say(f"the line runs: http://localhost:{port}")
    for login, password in passwords(line.house).items():
        say(f"  {login:10} {LOGINS.get(login, ''):8} {password}")
    say(f"logs: {line.house.logs}; Ctrl-C or `make down` stops everything")
    while True:
        line.supervisor.watch()
        time.sleep(1)
