"""What holds for every DAG: they are found, not listed."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.airflow_house import LINE
from tests.shared import CHECKOUT

if TYPE_CHECKING:
    from airflow.dag_processing.dagbag import DagBag

pytestmark = pytest.mark.airflow

FILES = sorted((CHECKOUT / "dags").glob("*.py"))
RUNBOOK = ["**What.**", "**When.**", "**Safe to re-run.**", "**If it fails.**"]
LIGHT = {"__future__", "datetime", "airflow.sdk", "mailroom_airflow"}

each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def _dag(dag_bag: DagBag, file: Path) -> Any:
    return dag_bag.dags[file.stem]


def test_every_file_parses(dag_bag: DagBag) -> None:
    assert dag_bag.import_errors == {}


def test_the_line_is_complete(dag_bag: DagBag) -> None:
    assert set(dag_bag.dags) >= set(LINE)


def test_a_file_has_one_dag_of_its_own_name(dag_bag: DagBag) -> None:
    assert {(dag.dag_id, Path(dag.fileloc).stem) for dag in dag_bag.dags.values()} == {
        (file.stem, file.stem) for file in FILES
    }


@each_file
def test_a_dag_is_a_table_of_contents(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= 60


@each_file
def test_the_docstring_is_the_runbook(dag_bag: DagBag, file: Path) -> None:
    words = _dag(dag_bag, file).doc_md
    places = [words.find(heading) for heading in RUNBOOK]
    assert -1 not in places
    assert places == sorted(places)


@each_file
def test_only_light_modules_are_imported_when_parsed(file: Path) -> None:
    names = {
        node.module
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.ImportFrom) and node.module
    }
    assert {name for name in names if name.partition(".")[0] != "mailroom_airflow"} <= LIGHT
    assert not [node for node in ast.parse(file.read_text()).body if isinstance(node, ast.Import)]


@each_file
def test_owners_and_tags_come_from_the_vocabulary(dag_bag: DagBag, file: Path) -> None:
    from mailroom_airflow.tasks import OWNERS, TAGS

    dag = _dag(dag_bag, file)
    assert dag.tags
    assert dag.tags <= TAGS
    assert {task.owner for task in dag.tasks} <= OWNERS


@each_file
def test_runs_do_not_pile_up_and_end_in_time(dag_bag: DagBag, file: Path) -> None:
    dag = _dag(dag_bag, file)
    assert dag.catchup is False
    assert dag.max_active_runs == 1
    assert dag.dagrun_timeout is not None


@each_file
def test_every_task_retries_with_backoff_and_has_a_limit(dag_bag: DagBag, file: Path) -> None:
    for task in _dag(dag_bag, file).tasks:
        assert task.retries >= 1, task.task_id
        assert task.retry_exponential_backoff, task.task_id
        assert timedelta(0) < task.execution_timeout <= timedelta(minutes=30), task.task_id


@each_file
def test_any_moment_can_be_replayed(dag_bag: DagBag, file: Path) -> None:
    assert "as_of" in _dag(dag_bag, file).params


def test_nothing_is_mapped_over_letters_or_items(dag_bag: DagBag) -> None:
    names = {
        argument
        for dag in dag_bag.dags.values()
        for task in dag.tasks
        if task.is_mapped
        for argument in task.op_kwargs_expand_input.value
    }
    assert names == {"agency", "boundary", "share", "source"}
