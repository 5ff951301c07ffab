"""
# Backtest rules

**What.** Judges stored items twice: by the rules in force and by those in the files. A page and a
table below MAILROOM_OUT_URL (`backtests/`) say which items change, which requests would be opened
or dropped, what would be owed otherwise, and which letters. The database keeps the report's hash
and its counts; the page shows the hash.

**When.** By hand, before changed rules are activated. Without days: what was received in 30 days.

**Then.** A team manager reads the page and runs `mailroom rules approve HASH`; somebody else puts
the rules into force with `mailroom rules activate`.

**Safe to re-run.** Yes: it only reads, and the same rules over the same items give the same report.

**If it fails.** The message names the file and line of a rule that is wrong: correct it, run again.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import dag

from mailroom_airflow import forms
from mailroom_airflow.tasks import Counts, defaults, moment, parameter, step


@dag(
    schedule=None,
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=1),
    default_args=defaults("quality"),
    params={
        "first_day": forms.day("First day", "First day of receipt; empty: 30 days before the last"),
        "last_day": forms.day("Last day", "Last day of receipt; empty: today"),
        "as_of": forms.as_of(),
    },
    tags=["control"],
    doc_md=__doc__,
)
def backtest_rules() -> None:
    @step(minutes=30)
    def backtest() -> Counts:
        from mailroom.steps import backtest_rules as steps

        return steps.run(parameter("first_day"), parameter("last_day"), "mailroom", moment())

    backtest()


backtest_rules()
