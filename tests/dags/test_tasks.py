"""A step as a task, run by Airflow itself."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mailroom.errors import (
    LeaseLost,
    LetterFault,
    LettersStopped,
    MachineryFault,
    PolicyFault,
    QualityFault,
    SettingFault,
)

if TYPE_CHECKING:
    from airflow.dag_processing.dagbag import DagBag

Step = Callable[..., tuple[str, object]]

pytestmark = pytest.mark.airflow

EARLY = "2026-11-23T07:00:00+00:00"
EPOCH = int(datetime(2026, 11, 23, 7, tzinfo=UTC).timestamp())


@pytest.fixture(scope="module")
def trials() -> DagBag:
    """The DAGs of trials/: one step each."""
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(Path(__file__).parent / "trials")
    assert bag.import_errors == {}
    return bag


@pytest.fixture
def run_step(
    airflow_database: None, trials: DagBag, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[str, object]]:
    """Run the DAG of one step; give its state and what it handed to XCom."""
    monkeypatch.setenv("MAILROOM_DATABASE_URL", "postgresql+psycopg://nobody@/nowhere")

    def run(name: str, **conf: str) -> tuple[str, object]:
        finished = trials.dags[f"try_{name}"].test(run_conf=conf)
        instance = finished.get_task_instance(name)
        assert instance is not None
        return str(finished.state.value), instance.xcom_pull(task_ids=name)

    return run


def test_counts_go_to_xcom(run_step: Step) -> None:
    assert run_step("count") == ("success", {"receipts": 3, "duplicates": 1})


def test_text_does_not_go_to_xcom(run_step: Step) -> None:
    assert run_step("name") == ("failed", None)


def test_the_message_of_an_unforeseen_error_is_withheld(
    run_step: Step, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        state, _ = run_step("stumble")
    written = caplog.text + "".join(capsys.readouterr())
    assert state == "failed"
    assert "ValueError at trial_steps.py" in written
    assert "Dorothea" not in written


def test_the_moment_is_the_one_of_the_form(run_step: Step) -> None:
    assert run_step("when", as_of=EARLY) == ("success", {"epoch": EPOCH})


def test_the_moment_may_come_from_the_environment(
    run_step: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILROOM_AS_OF", EARLY)
    assert run_step("when") == ("success", {"epoch": EPOCH})


def test_a_moment_without_an_offset_is_refused(run_step: Step) -> None:
    assert run_step("when", as_of="2026-11-23T07:00:00") == ("failed", None)


def test_a_holder_is_the_same_for_every_try(run_step: Step) -> None:
    assert run_step("who") == ("success", ["try_who.who.-1"])


def test_the_connection_mailroom_db_says_where_the_database_is(
    run_step: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILROOM_DATABASE_URL", "")
    monkeypatch.setenv("AIRFLOW_CONN_MAILROOM_DB", "postgresql://app@db.example/mailroom")
    assert run_step("where") == ("success", ["db.example/mailroom"])


def test_the_environment_goes_before_the_connection(
    run_step: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_MAILROOM_DB", "postgresql://app@db.example/mailroom")
    assert run_step("where") == ("success", ["/nowhere"])


@pytest.mark.parametrize(
    "fault",
    [
        PolicyFault("x"),
        SettingFault("x"),
        QualityFault("x"),
        LetterFault("x"),
        LettersStopped({7: LetterFault("x")}),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_what_a_person_must_mend_fails_at_once(fault: Exception) -> None:
    from airflow.sdk import RetryAction

    from mailroom_airflow.tasks import ERROR_POLICY

    assert ERROR_POLICY.evaluate(fault, 1, 3).action is RetryAction.FAIL


@pytest.mark.parametrize("fault", [MachineryFault, LeaseLost])
def test_what_may_pass_is_tried_again(fault: type[Exception]) -> None:
    from airflow.sdk import RetryAction

    from mailroom_airflow.tasks import ERROR_POLICY

    assert ERROR_POLICY.evaluate(fault("x"), 1, 3).action is RetryAction.DEFAULT


def test_a_connection_of_airflow_becomes_our_url() -> None:
    from mailroom_airflow.connections import sqlalchemy_url

    uri = "postgres://mailroom_app:p%40ss@db.example:5432/mailroom?sslmode=require"
    assert sqlalchemy_url(uri) == (
        "postgresql+psycopg://mailroom_app:p%40ss@db.example:5432/mailroom?sslmode=require"
    )
