"""
# Learn from corrections

**What.** Trains each agency's second reader anew: on the examples beside the rules in force, on the
labelled texts that come with the packs, and on what people in triage decided. The new reader is
compared with the present one on texts that neither ever saw, and takes its place only if it is
better. Either way it is stored with its figures (`reader_models`).

**When.** Sundays at 03:00 UTC, and by hand after a week of much triage. It takes two minutes, or
none where nothing was decided since.

**Safe to re-run.** Yes: what a reader has learnt from already is not learnt again. Items that were
judged before keep the hash of the reader that read them.

**If it fails.** The present reader stays in force, and mail goes on. The message names the file and
line of a labelled text that cannot be used; correct it, and run again.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag

from mailroom_airflow import forms
from mailroom_airflow.tasks import Counts, defaults, moment, step


@dag(
    schedule=CronTriggerTimetable("0 3 * * 0", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=1),
    default_args=defaults("quality"),
    params={"as_of": forms.as_of()},
    tags=["control"],
    doc_md=__doc__,
)
def learn_from_corrections() -> None:
    @step(minutes=20)
    def agencies() -> list[str]:
        from mailroom.steps import learn_from_corrections as steps

        return steps.agencies()

    @step(minutes=20)
    def learn(agency: str) -> Counts:
        from mailroom.steps import learn_from_corrections as steps

        return steps.learn_agency(agency, moment())

    learn.expand(agency=agencies())


learn_from_corrections()
