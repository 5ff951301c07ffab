"""A process that runs DAGs by request: started by `airflow_house`, not a command for people.

One JSON line in, one out. What Airflow prints goes to standard error.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

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

    return DagBag(os.environ["AIRFLOW__CORE__DAGS_FOLDER"])


def _run(bag: DagBag, request: dict[str, Any]) -> dict[str, Any]:
    """Run a DAG; a run of the same logical date is cleared, and its tasks run once more."""
    os.environ.update(request["environ"])
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


if __name__ == "__main__":
    sys.exit(main())
