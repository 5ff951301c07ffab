"""
# Process mail

**What.** Read, identify, classify, open service requests: each share takes items through all four.

**When.** As soon as collect_mail announced mail, and every five minutes: after a crash no
announcement comes. Urgent items and those with a text go first, and the office that an urgent
matter belongs to is told before anything is opened.

**Safe to re-run.** Yes: items are claimed under a lease. A task that starts again revokes the
lease of its last try, and a service request is known by its item and type.

**If it fails.** An item that cannot be processed is quarantined and does not fail the task. So it
is the machinery: the message names it. Clear the task; unfinished items are claimed again.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import AssetOrTimeSchedule, dag, task_group

from mailroom_airflow import forms
from mailroom_airflow.assets import MAIL
from mailroom_airflow.schedules import FIVE_MINUTES
from mailroom_airflow.stages import (
    check_service_requests,
    classify,
    identify,
    open_requests,
    read,
    shares,
)
from mailroom_airflow.tasks import defaults


@dag(
    schedule=AssetOrTimeSchedule(assets=[MAIL], timetable=FIVE_MINUTES),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=3),
    default_args=defaults("post room"),
    params={"as_of": forms.as_of()},
    tags=["mail"],
    doc_md=__doc__,
)
def process_mail() -> None:
    @task_group
    def line(share: int) -> None:
        read(share) >> identify(share) >> classify(share) >> open_requests(share)

    line.expand(share=shares()) >> check_service_requests()


process_mail()
