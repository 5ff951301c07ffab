"""A process that runs DAGs by request: started by `airflow_house`, not a command for people.

One JSON line in, one out. What Airflow prints goes to standard error.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

if TYPE_CHECKING:
    from airflow.dag_processing.dagbag import DagBag


def main() -> int:
    """Make the metadata database, then serve requests until standard input ends."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    bag = _prepared()
    answers.write(json.dumps(sorted(bag.dags)) + "\n")
    for line in sys.stdin:
        answers.write(json.dumps(_run(bag, json.loads(line))) + "\n")
    return 0


def _prepared() -> DagBag:
    from airflow.utils.db import initdb

    initdb()
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(os.environ["AIRFLOW__CORE__DAGS_FOLDER"])
    for task in (task for dag in bag.dags.values() for task in dag.tasks):
        task.retries = 0  # a test waits for no backoff
    return bag


def _run(bag: DagBag, request: dict[str, Any]) -> dict[str, Any]:
    """Run a DAG; with `again`, clear all tasks of the run of that date and run them once more."""
    os.environ.update(request["environ"])
    if not request["processes"]:
        _parse_once()
    taking_up = patch("airflow.models.dagrun.get_or_create_dagrun", _cleared)
    with _every_worker_told(), taking_up if request["again"] else nullcontext():
        run = bag.dags[request["dag"]].test(
            logical_date=datetime.fromisoformat(request["logical_date"]),
            run_conf=request["conf"],
            use_executor=request["processes"],
        )
    instances = run.get_task_instances()
    return {
        "state": str(run.state),
        "failed": sorted({one.task_id for one in instances if one.state == "failed"}),
        "tries": max(one.try_number for one in instances),
    }


def _every_worker_told() -> AbstractContextManager[object]:
    """LocalExecutor tells each worker that it still sees alive to stop; one that took the message
    meant for another before it was looked at leaves that other waiting, and `end` with it."""
    from airflow.executors.local_executor import LocalExecutor

    end = LocalExecutor.end

    def told(executor: LocalExecutor) -> None:
        for _ in executor.workers:
            executor.activity_queue.put(None)
        end(executor)

    return patch.object(LocalExecutor, "end", told)


def _parse_once() -> None:
    """`dag.test` parses and stores all DAGs for every run; they do not change under us."""
    from airflow.dag_processing import dagbag

    for name in ("BundleDagBag", "sync_bag_to_db"):
        if not hasattr(getattr(dagbag, name), "cache_info"):
            setattr(dagbag, name, cache(getattr(dagbag, name)))


def _cleared(*, dag: Any, logical_date: datetime, session: Any, **_: Any) -> Any:
    """What `dag.test` would replace by a new run: the run of that date, cleared as the UI does."""
    from airflow.models.dagrun import DagRun
    from airflow.models.taskinstance import clear_task_instances
    from airflow.utils.state import DagRunState

    named = (DagRun.dag_id == dag.dag_id, DagRun.logical_date == logical_date)
    run = session.query(DagRun).where(*named).one()
    run.dag = dag
    clear_task_instances(run.get_task_instances(session=session), session, DagRunState.RUNNING)
    session.commit()
    return run


if __name__ == "__main__":
    sys.exit(main())
