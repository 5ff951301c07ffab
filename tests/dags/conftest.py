"""Airflow for tests: a home of its own, set before anything imports Airflow."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.shared import CHECKOUT

if TYPE_CHECKING:
    from airflow.dag_processing.dagbag import DagBag

TRIALS = Path(__file__).parent / "trials"
_LOCAL = "airflow.dag_processing.bundles.local.LocalDagBundle"
_BUNDLES = [
    {"name": name, "classpath": _LOCAL, "kwargs": {"path": str(path)}}
    for name, path in {"dags-folder": CHECKOUT / "dags", "trials": TRIALS}.items()
]
_HOME = tempfile.TemporaryDirectory(prefix="airflow-", ignore_cleanup_errors=True)
os.environ.update(
    {
        "AIRFLOW_HOME": _HOME.name,
        "AIRFLOW__CORE__DAGS_FOLDER": str(CHECKOUT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(CHECKOUT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST": json.dumps(_BUNDLES),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "ops:op,manager1:user,auditor:viewer",
        "AIRFLOW__API_AUTH__JWT_SECRET": "for tests alone " * 4,
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{_HOME.name}/airflow.db",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(Path(_HOME.name) / "logs"),
    }
)


@pytest.fixture(scope="session")
def dag_bag() -> DagBag:
    """Every DAG of the checkout, parsed."""
    from airflow.dag_processing.dagbag import DagBag

    return DagBag(CHECKOUT / "dags")


@pytest.fixture(scope="session")
def airflow_database() -> None:
    """An empty metadata database; `dag.test()` brings the DAGs into it."""
    from airflow.utils.db import initdb

    initdb()
