"""
# Load registers

**What.** Takes the registers of employers, employers' agents, their links, persons, cases,
authorities and staff from CSV files into the database. Rows that left a register are closed,
never deleted.

**When.** 05:00 at each agency, before its office opens; by hand after a register was corrected.

**Safe to re-run.** Yes: a row is known by its own number, and an unchanged file changes nothing.

**If it fails.** The message names the file and the line. The registers of the day before stay in
force, and mail is still identified against them. Have the file corrected and clear the task.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import dag

from mailroom_airflow import forms
from mailroom_airflow.schedules import agencies_due, local_hour
from mailroom_airflow.tasks import Counts, defaults, moment, step

HOUR = 5


@dag(
    schedule=local_hour(HOUR),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=2),
    default_args=defaults("post room"),
    params={"agency": forms.agency(), "as_of": forms.as_of()},
    tags=["registers"],
    doc_md=__doc__,
)
def load_registers() -> None:
    @step(minutes=2)
    def agencies() -> list[str]:
        return agencies_due(HOUR)

    @step(minutes=30)
    def load(agency: str) -> Counts:
        from mailroom.steps import load_registers as steps

        return steps.load(agency, moment())

    load.expand(agency=agencies())


load_registers()
