"""The whole line once, through the real scheduler, with the launcher in the chairs of people."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from mailroom_airflow.launch import clerks, manager
from mailroom_airflow.launch.airflow_api import DagRun, wait_until
from mailroom_airflow.launch.line import MAILROOM, Line, ended, say

BEFORE_THE_CLERKS = ("load_registers", "collect_mail", "process_mail", "escalate_overdue")
BEFORE_THE_MANAGER = ("draft_letters",)
AFTER_THE_MANAGER = (
    "dispatch_letters",
    "check_quality",
    "reconcile_mail",
    "backtest_rules",
    "learn_from_corrections",
)
STARTED_BY_ASSET = {"process_mail": "collect_mail"}


def rehearse(line: Line) -> bool:
    """Run every DAG in order; print what came of it.

    True when every run succeeded, those of the schedule too, and the reconciliation holds.
    """
    began = datetime.now(UTC)
    good = _in_order(line, BEFORE_THE_CLERKS, began)
    if good:
        clerks.work(line)
        good = _in_order(line, BEFORE_THE_MANAGER, began)
    if good:
        manager.decide(line)
        good = _in_order(line, AFTER_THE_MANAGER, began)
    runs = line.api.runs_since(began)
    failed = [run for run in runs if run.state != "success"]
    _print_summary(line)
    say(f"DAG runs: {len(runs)}, of which {len(runs) - len(failed)} succeeded")
    for run in failed:
        say(f"  {run.dag} {run.state}: {', '.join(line.api.failed_tasks(run)) or run.run}")
    say(f"files: {line.house.var}; logs: {line.house.logs}")
    return good and not failed and _adds_up(line)


def _in_order(line: Line, dags: tuple[str, ...], began: datetime) -> bool:
    return all(_one(line, dag, began) for dag in dags)


def _one(line: Line, dag: str, began: datetime) -> bool:
    """Run one DAG, then let its schedule rest again so that the next has the machine to itself."""
    listeners = [listener for listener, source in STARTED_BY_ASSET.items() if source == dag]
    for listener in listeners:
        line.api.pause(listener, False)
    run = _by_asset(line, dag, began) if dag in STARTED_BY_ASSET else line.api.trigger(dag)
    line.api.pause(dag, False)
    run = ended(line, run)
    for other in line.api.unfinished(dag):  # what the schedule started beside ours
        ended(line, other)
    line.api.pause(dag, True)
    say(f"  {dag:22} {run.how:15} {run.state:8} {run.seconds or 0:5.0f} s")
    return run.state == "success"


def _by_asset(line: Line, dag: str, began: datetime) -> DagRun:
    found: list[DagRun] = []

    def started() -> bool:
        found[:] = [run for run in line.api.runs_since(began, dag) if run.how == "asset_triggered"]
        return bool(found)

    wait_until(started, 120, line.supervisor.watch, lambda: f"no asset event started {dag}")
    return found[0]


def _print_summary(line: Line) -> None:
    say(line.supervisor.ask("status", [MAILROOM, "status"], 120).rstrip())


def _adds_up(line: Line) -> bool:
    answer = line.supervisor.ask("status", [MAILROOM, "status", "--json"], 120)
    holds: bool = json.loads(answer.splitlines()[-1])["reconciliation_holds"]
    return holds
