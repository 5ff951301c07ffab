"""Airflow's REST API, as far as the launcher needs it; urllib alone, and never through a proxy."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException
from typing import Any

from mailroom.errors import MachineryFault

HEALTHY_PARTS = ("metadatabase", "scheduler", "dag_processor", "triggerer")
ENDED = frozenset({"success", "failed"})


@dataclass(frozen=True, slots=True)
class DagRun:
    """One run; `how` is manual, scheduled, asset_triggered or backfill."""

    dag: str
    run: str
    state: str
    how: str
    seconds: float | None

    @property
    def ended(self) -> bool:
        """True when nothing more will happen in it."""
        return self.state in ENDED


class AirflowApi:
    """A signed-in client of one api-server."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._token: str | None = None
        self._open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open

    def sick_parts(self) -> list[str]:
        """The parts that do not answer `healthy` yet; all of them while nothing listens."""
        try:
            health = self._call("GET", "/api/v2/monitor/health")
        except MachineryFault:
            return ["api-server"]
        return [part for part in HEALTHY_PARTS if _status(health, part) != "healthy"]

    def sign_in(self, login: str, password: str) -> None:
        """Get a token; every later call carries it."""
        answer = self._call("POST", "/auth/token", {"username": login, "password": password})
        self._token = answer["access_token"]

    def dags(self) -> set[str]:
        """Ids of the DAGs that were parsed and still exist."""
        answer = self._call("GET", "/api/v2/dags?limit=100&exclude_stale=true")
        return {dag["dag_id"] for dag in answer["dags"]}

    def import_errors(self) -> list[str]:
        """File and last line of every DAG that cannot be parsed."""
        answer = self._call("GET", "/api/v2/importErrors?limit=100")
        return [
            f"{error['filename']}: {error['stack_trace'].strip().splitlines()[-1]}"
            for error in answer["import_errors"]
        ]

    def pause(self, dag: str, paused: bool) -> None:
        """Switch a DAG's schedule off or on."""
        self._call("PATCH", f"/api/v2/dags/{dag}?update_mask=is_paused", {"is_paused": paused})

    def trigger(self, dag: str) -> DagRun:
        """Start a run with the form as it is."""
        body: dict[str, object] = {"logical_date": None, "conf": {}}
        return _dag_run(self._call("POST", f"/api/v2/dags/{dag}/dagRuns", body))

    def run(self, one: DagRun) -> DagRun:
        """The same run as it is now."""
        return _dag_run(self._call("GET", f"/api/v2/dags/{one.dag}/dagRuns/{one.run}"))

    def runs_since(self, moment: datetime, dag: str = "~") -> list[DagRun]:
        """Runs of one DAG, or of all, that started at `moment` or later; oldest first."""
        since = moment.isoformat().replace("+", "%2B")
        return self._runs(dag, f"start_date_gte={since}")

    def unfinished(self, dag: str) -> list[DagRun]:
        """Runs of a DAG that run or wait to."""
        return self._runs(dag, "state=running&state=queued")

    def _runs(self, dag: str, which: str) -> list[DagRun]:
        path = f"/api/v2/dags/{dag}/dagRuns?{which}&order_by=run_after&limit=100"
        return [_dag_run(entry) for entry in self._call("GET", path)["dag_runs"]]

    def failed_tasks(self, one: DagRun) -> list[str]:
        """Ids of the tasks that failed in a run, with the share they were mapped to."""
        path = f"/api/v2/dags/{one.dag}/dagRuns/{one.run}/taskInstances?state=failed&limit=100"
        return [
            f"{entry['task_id']}[{entry['map_index']}]"
            for entry in self._call("GET", path)["task_instances"]
        ]

    def _call(self, method: str, path: str, body: dict[str, object] | None = None) -> Any:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._url + path, data, headers, method=method)
        try:
            with self._open(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as fault:
            raise MachineryFault(
                f"Airflow answered {fault.code} to {method} {path}: {fault.read(200)!r}"
            ) from None
        except (OSError, HTTPException) as fault:
            raise MachineryFault(
                f"Airflow's api-server did not answer {method} {path} ({fault})"
            ) from None


def wait_until(
    met: Callable[[], bool], seconds: float, watch: Callable[[], None], what: Callable[[], str]
) -> None:
    """Poll until `met`; `watch` raises if a process ended. Raises MachineryFault when time ends."""
    ends = time.monotonic() + seconds
    while not met():
        watch()
        if time.monotonic() > ends:
            raise MachineryFault(f"after {seconds:.0f} s {what()}")
        time.sleep(0.5)


def _status(health: dict[str, Any], part: str) -> str | None:
    status: str | None = (health.get(part) or {}).get("status")
    return status


def _dag_run(entry: dict[str, Any]) -> DagRun:
    return DagRun(
        dag=entry["dag_id"],
        run=entry["dag_run_id"],
        state=entry["state"],
        how=entry["run_type"],
        seconds=entry.get("duration"),
    )
