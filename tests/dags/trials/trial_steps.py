"""DAGs of one step each, for test_tasks.py: Airflow runs only what stands in a file."""

from __future__ import annotations

import os
from collections.abc import Callable

from airflow.sdk import DAG

from mailroom_airflow import forms
from mailroom_airflow.tasks import holder, moment, step

SECRET = "Dorothea Quillfeather"


def count() -> dict[str, int]:
    return {"receipts": 3, "duplicates": 1}


def name() -> dict[str, str]:
    return {"sender": SECRET}


def stumble() -> dict[str, int]:
    raise ValueError(f"cannot parse {SECRET}")


def when() -> dict[str, int]:
    return {"epoch": int(moment().timestamp())}


def who() -> list[str]:
    return [holder()]


def where() -> list[str]:
    return [os.environ["MAILROOM_DATABASE_URL"].rpartition("@")[2]]


STEPS: list[Callable[[], object]] = [count, name, stumble, when, who, where]

for function in STEPS:
    with DAG(f"try_{function.__name__}", params={"as_of": forms.as_of()}) as dag:
        step(retries=0)(function)()
    globals()[dag.dag_id] = dag
