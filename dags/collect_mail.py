"""
# Collect mail

**What.** Takes what lies at every source (email, scans, faxes, calls). The original is stored
first, then its receipt is committed, then the source is told. Announces the asset `mail`.

**When.** Every five minutes.

**Safe to re-run.** Yes: one reference at a source is one receipt, however often it is collected.

**If it fails.** Nothing is lost: what was not acknowledged stays at its source. The message names
the source; mail of the others was collected. If the check of receipts fails, the message names the
rule and how many rows; the mail is in the database, and process_mail takes it on its own schedule.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import dag

from mailroom_airflow import forms
from mailroom_airflow.assets import MAIL
from mailroom_airflow.schedules import FIVE_MINUTES
from mailroom_airflow.tasks import Counts, defaults, moment, step


@dag(
    schedule=FIVE_MINUTES,
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=1),
    default_args=defaults("post room"),
    params={"as_of": forms.as_of()},
    tags=["mail"],
    doc_md=__doc__,
)
def collect_mail() -> None:
    @step(minutes=2)
    def sources() -> list[str]:
        from mailroom.steps import collect_mail as steps

        return steps.source_names()

    @step(minutes=20)
    def collect(source: str) -> Counts:
        from mailroom.steps import collect_mail as steps

        return steps.collect(source, moment())

    @step(minutes=10, outlets=[MAIL])
    def check_receipts() -> Counts:
        from mailroom.steps import check_quality as steps

        return steps.check("receipts", moment())

    collect.expand(source=sources()) >> check_receipts()


collect_mail()
