"""
# Check quality

**What.** Runs every data-quality checkpoint: receipts, service requests, dispatches. The checks see
flags and counts, never a value; their results are rows of our own.

**When.** 02:00 UTC, every night. The same checkpoints also end collect_mail, process_mail and
dispatch_letters.

**Safe to re-run.** Yes: it only reads, and adds a line to the history of results.

**If it fails.** The message names the boundary, the rule, how many rows break it, why that matters
and what to do. Nothing was changed. Do what it says, then clear the task.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag

from mailroom_airflow import forms
from mailroom_airflow.tasks import Counts, defaults, moment, step

BOUNDARIES = ["receipts", "service_requests", "dispatches"]


@dag(
    schedule=CronTriggerTimetable("0 2 * * *", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=1),
    default_args=defaults("quality"),
    params={"as_of": forms.as_of()},
    tags=["control"],
    doc_md=__doc__,
)
def check_quality() -> None:
    @step(minutes=15)
    def check(boundary: str) -> Counts:
        from mailroom.steps import check_quality as steps

        return steps.check(boundary, moment())

    check.expand(boundary=BOUNDARIES)


check_quality()
