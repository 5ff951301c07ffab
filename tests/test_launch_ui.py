"""`up` before it hands over to the schedules."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from mailroom_airflow.launch import ui
from mailroom_airflow.launch.airflow_api import AirflowApi, DagRun
from mailroom_airflow.launch.house import House, prepare
from mailroom_airflow.launch.line import Line
from mailroom_airflow.launch.processes import Supervisor
from tests.shared import CHECKOUT


class _Airflow:
    """Stands for the api-server: notes what is asked; its runs end at once in `state`."""

    def __init__(self, state: str) -> None:
        self.asked: list[str] = []
        self._state = state

    def pause(self, dag: str, paused: bool) -> None:
        self.asked.append(f"{'pause' if paused else 'unpause'} {dag}")

    def trigger(self, dag: str) -> DagRun:
        self.asked.append(f"trigger {dag}")
        return DagRun(dag, "one", "queued", "manual", None)

    def run(self, one: DagRun) -> DagRun:
        self.asked.append(f"{one.dag} {self._state}")
        return DagRun(one.dag, one.run, self._state, one.how, 1.0)


class _Interrupted(Exception):
    pass


class _Processes:
    def watch(self) -> None:
        raise _Interrupted


def _served(tmp_path: Path, state: str) -> list[str]:
    house = House(CHECKOUT, tmp_path / "var")
    prepare(house)
    airflow = _Airflow(state)
    line = Line(
        house,
        cast(Supervisor, _Processes()),
        cast(AirflowApi, airflow),
        ("collect_mail", "load_registers"),
    )
    with pytest.raises(_Interrupted):
        ui.serve(line, 8080)
    return airflow.asked


def test_registers_are_loaded_before_mail_is_collected(tmp_path: Path) -> None:
    asked = _served(tmp_path, "success")
    assert asked[:2] == ["unpause load_registers", "trigger load_registers"]
    assert asked.index("load_registers success") < asked.index("unpause collect_mail")


def test_registers_that_cannot_be_loaded_do_not_keep_the_house_shut(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _served(tmp_path, "failed")[-2:] == ["unpause collect_mail", "unpause load_registers"]
    assert (
        "  load_registers failed: those of the last load stay in force" in capsys.readouterr().out
    )
