"""
# Draft letters

**What.** Drafts the reply a service request asks for: picks template and recipient, applies the
disclosure gate, renders the PDF, checks it, and puts it into the manager's queue. A letter that
may not be sent is withheld; one that lacks a value is incomplete. Nothing leaves from here.

**When.** Every hour, on the hour.

**Safe to re-run.** Yes: a letter is known by its key, and what a person has touched is left alone.

**If it fails.** A letter that cannot be made does not fail the task: it says why in its own row.
So it is the machinery, a template or the disclosure rules, and the message names the file. Correct
it and clear the task.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag

from mailroom_airflow import forms
from mailroom_airflow.stages import shares
from mailroom_airflow.tasks import Counts, defaults, holder, moment, step


@dag(
    schedule=CronTriggerTimetable("0 * * * *", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=2),
    default_args=defaults("case teams"),
    params={"as_of": forms.as_of()},
    tags=["letters"],
    doc_md=__doc__,
)
def draft_letters() -> None:
    @step(minutes=20)
    def draft(share: int) -> Counts:
        from mailroom.steps import draft_letters as steps

        return steps.draft(share, moment(), holder=holder())

    draft.expand(share=shares())


draft_letters()
