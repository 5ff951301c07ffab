"""The measured process does the work, and what is made of its words adds up."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mailroom.store.database import Database
from tests.shared import CHECKOUT

SCRIPTS = [
    path.stem
    for path in sorted((CHECKOUT / "benchmarks").glob("*.py"))
    if "__main__" in path.read_text()
]


def _python(*words: str) -> str:
    outcome = subprocess.run(
        [sys.executable, *words],
        cwd=CHECKOUT / "benchmarks",
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout


def test_an_empty_house_is_measured_stage_by_stage(database: Database) -> None:
    code = (
        "from datetime import UTC, datetime; from mailroom.steps import rules;"
        "rules.activate_packs('tests', datetime.now(UTC))"
    )
    _python("-c", code)
    told = [json.loads(line) for line in _python("line.py", "--stages").splitlines()]
    assert [one["stage"] for one in told] == ["read", "identify", "classify", "open"]
    assert all(one["cpu_seconds"] > 0 for one in told)


def test_figures_are_for_each_item_and_for_each_cpu_second() -> None:
    code = """
import json, line
stage = {"stage": "read", "counts": {"read": 90, "quarantined": 10}, "wall_seconds": 3.0,
         "cpu_seconds": 0.5, "child_cpu_seconds": 1.5}
house = {"compiling_cpu_seconds": 2.0, "postgresql_cpu_seconds": 1.0, "peak_pss_mb": 80.0}
report = line._report([stage], house)
print(json.dumps([dict(report.figures), dict(report.ratios)]))
"""
    figures, ratios = json.loads(_python("-c", code))
    assert figures["items"] == 100
    assert figures["read_cpu_ms_per_item"] == pytest.approx(20)
    assert figures["items_per_cpu_second"] == pytest.approx(50)
    assert ratios == {"postgresql_to_steps_cpu": pytest.approx(0.5)}


def test_json_tells_machine_versions_figures_and_ratios(tmp_path: Path) -> None:
    target = tmp_path / "figures.json"
    code = (
        "from pathlib import Path; from report import Report;"
        f"Report({{'items': 3.0}}, {{'half': 0.5}}, ['psycopg']).write(Path({str(target)!r}))"
    )
    _python("-c", code)
    told = json.loads(target.read_text())
    assert told["machine"]["cpus"] >= 1
    assert told["versions"].keys() == {"python", "psycopg"}
    assert (told["figures"], told["ratios"]) == ({"items": 3.0}, {"half": 0.5})


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_says_what_it_takes(script: str) -> None:
    said = _python(f"{script}.py", "--help")
    assert "--quick" in said
    assert "--json PATH" in said


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_versions_that_are_told_are_of_what_is_pinned(script: str) -> None:
    code = f"import json, {script}; print(json.dumps({script}.PACKAGES))"
    pinned = (CHECKOUT / "requirements.txt").read_text()
    assert [name for name in json.loads(_python("-c", code)) if f"\n{name}==" not in pinned] == []
