"""
# Dispatch letters

**What.** Puts every approved letter of an agency into one print batch, a PDF with a manifest.
Before that the text of each page is compared with the archive copy that was approved. Letters
without an approval by somebody other than their author are never taken.

**When.** 15:00 at each agency, the cut-off of the post; by hand for one agency or as a dry run.

**Safe to re-run.** Yes: a letter is in one batch only, and a batch is known by its manifest.

**If it fails.** No letter of the batch has left. Letters that the message names are kept back now
(`mailroom status`: dispatches to clear): tell whoever keeps mailroom. Clear the task, and the
others leave. If the check fails, hold the batch back: it must not be posted.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import dag

from mailroom_airflow import forms
from mailroom_airflow.schedules import agencies_due, local_hour
from mailroom_airflow.tasks import Counts, defaults, moment, parameter, step

HOUR = 15


@dag(
    schedule=local_hour(HOUR),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=2),
    default_args=defaults("post room"),
    params={"agency": forms.agency(), "as_of": forms.as_of(), "dry_run": forms.dry_run()},
    tags=["letters"],
    doc_md=__doc__,
)
def dispatch_letters() -> None:
    @step(minutes=2)
    def agencies() -> list[str]:
        return agencies_due(HOUR)

    @step(minutes=30)
    def batch(agency: str) -> Counts:
        from mailroom.steps import dispatch_letters as steps

        return steps.batch(agency, moment(), dry_run=bool(parameter("dry_run")))

    @step(minutes=10)
    def check_dispatches() -> Counts:
        from mailroom.steps import check_quality

        return check_quality.check("dispatches", moment())

    batch.expand(agency=agencies()) >> check_dispatches()


dispatch_letters()
