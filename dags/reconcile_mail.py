"""
# Reconcile mail

**What.** Counts, by agency, channel and day: receipts, items by parent, letters and dispatches
must each equal the sum of their states, counts at the sources must equal receipts, and the stored
originals must exist.

**When.** Every 15 minutes.

**Safe to re-run.** Yes: it only reads, and adds a line to its own history.

**If it fails.** The message names the equation that does not hold and the difference. Treat it as
lost mail until shown otherwise: stop collect_mail, and look at the day and channel it names.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag

from mailroom_airflow import forms
from mailroom_airflow.tasks import Counts, defaults, moment, step


@dag(
    schedule=CronTriggerTimetable("*/15 * * * *", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(minutes=30),
    default_args=defaults("quality"),
    params={"as_of": forms.as_of()},
    tags=["control"],
    doc_md=__doc__,
)
def reconcile_mail() -> None:
    @step(minutes=15)
    def reconcile() -> Counts:
        from mailroom.steps import reconcile_mail as steps

        return steps.reconcile(moment())

    reconcile()


reconcile_mail()
