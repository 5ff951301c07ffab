"""
# Escalate overdue

**What.** Finds callbacks and complaints that are due or overdue, moves each up its ladder, and
tells the office of the rung. Every rung is climbed once.

**When.** Every five minutes.

**Safe to re-run.** Yes: an escalation is known by its obligation and rung; a notice that was
queued once is not queued again.

**If it fails.** Nothing climbs until it runs again, and then everything that is late climbs at
once. The message names the cause; if it names a ladder or a calendar, have the rule owner correct
the file, then clear the task.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import dag

from mailroom_airflow import forms
from mailroom_airflow.schedules import ALL, FIVE_MINUTES
from mailroom_airflow.tasks import Counts, defaults, moment, parameter, step


@dag(
    schedule=FIVE_MINUTES,
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(minutes=45),
    default_args=defaults("case teams"),
    params={"agency": forms.agency(), "as_of": forms.as_of()},
    tags=["deadlines"],
    doc_md=__doc__,
)
def escalate_overdue() -> None:
    @step(minutes=10)
    def chase() -> Counts:
        from mailroom.steps import escalate_overdue as steps

        chosen = parameter("agency")
        return steps.chase(moment(), agency=None if chosen in {None, ALL} else chosen)

    @step(minutes=10)
    def tell() -> Counts:
        from mailroom.steps import escalate_overdue as steps

        return steps.tell(moment())

    chase() >> tell()


escalate_overdue()
