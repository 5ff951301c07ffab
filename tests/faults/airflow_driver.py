"""A process that runs DAGs by request, each task in a process of its own by Airflow's LocalExecutor.

One JSON line in, one out: `{"dag", "conf", "environ"}` runs a DAG, `{"again": run_id, ...}` clears
a run and runs it once more. What Airflow prints goes to standard error.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from airflow.dag_processing.dagbag import DagBag


def main() -> int:
    """Make the metadata database, then serve requests until standard input ends."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    bag = _prepared()
    answers.write(json.dumps({"dags": sorted(bag.dags)}) + "\n")
    for request in _requests():
        answers.write(json.dumps(_run(bag, request)) + "\n")
    return 0


def _prepared() -> DagBag:
    from airflow.utils.db import initdb

    initdb()
    from airflow.dag_processing.dagbag import DagBag

    return DagBag(os.environ["AIRFLOW__CORE__DAGS_FOLDER"])


def _requests() -> Iterator[dict[str, Any]]:
    for line in sys.stdin:
        yield json.loads(line)


def _run(bag: DagBag, request: dict[str, Any]) -> dict[str, Any]:
    """A run of the same `logical_date` is cleared first and its tasks run once more."""
    os.environ.update(request["environ"])
    run = bag.dags[request["dag"]].test(
        logical_date=datetime.fromisoformat(request["logical_date"]),
        run_conf=request["conf"],
        use_executor=True,
    )
    instances = run.get_task_instances()
    failed = [f"{one.task_id}[{one.map_index}]" for one in instances if one.state == "failed"]
    return {"state": str(run.state), "failed": failed, "tasks": len(instances)}


if __name__ == "__main__":
    sys.exit(main())
