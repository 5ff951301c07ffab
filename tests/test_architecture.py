"""Imports point one way, Airflow stays outside, and transactions begin where they may."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shared import CHECKOUT

INCLUDE = CHECKOUT / "include"
FLOOR = {"records", "errors", "settings", "policy", "addresses", "store"}
STAGES = {"intake", "reading", "casework", "letters", "quality"}
BINDERS = {"steps", "desk"}

# What a part of the package may import besides itself.
MAY_IMPORT = (
    {part: FLOOR for part in FLOOR | STAGES}
    | {part: FLOOR | STAGES for part in BINDERS}
    | {"samples": FLOOR}
    | {"pages": FLOOR | STAGES | BINDERS}
    | {"cli": FLOOR | STAGES | BINDERS | {"samples"}}
)
TRANSACTIONS = BINDERS | {"store", "cli.database"}
BEGINS = {"transaction", "begin_nested", "commit"}
BEGINS_ON = {"connection", "engine", "database"}  # `begin` is a word of other things as well

SOURCES = sorted(INCLUDE.glob("mailroom/**/*.py"))
AIRFLOW_SOURCES = sorted(INCLUDE.glob("mailroom_airflow/**/*.py"))
each_source = pytest.mark.parametrize("source", SOURCES, ids=lambda path: _name(path))


def _name(path: Path) -> str:
    return ".".join(path.relative_to(INCLUDE).with_suffix("").parts).removesuffix(".__init__")


def _part(name: str) -> str:
    """`mailroom.reading.email` belongs to `reading`; `mailroom` itself to nothing."""
    return [*name.split("."), ""][1]


def _imports(path: Path) -> Iterator[str]:
    """Every module a file imports, also within functions; for `from a import b`, `a.b`."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _ours(path: Path) -> set[str]:
    return {_part(name) for name in _imports(path) if name.split(".")[0] == "mailroom"}


@each_source
def test_imports_point_to_the_floor(source: Path) -> None:
    part = _part(_name(source))
    forbidden = _ours(source) - MAY_IMPORT.get(part, set()) - {part}
    assert not forbidden


@each_source
def test_the_package_knows_no_airflow(source: Path) -> None:
    outside = {name.split(".")[0] for name in _imports(source)}
    assert not outside & {"airflow", "mailroom_airflow"}


@each_source
def test_imports_are_absolute(source: Path) -> None:
    tree = ast.walk(ast.parse(source.read_text()))
    assert not [node for node in tree if isinstance(node, ast.ImportFrom) and node.level]


@each_source
def test_transactions_begin_in_steps_and_desk_alone(source: Path) -> None:
    place = _name(source).removeprefix("mailroom.")
    if any(place == allowed or place.startswith(f"{allowed}.") for allowed in TRANSACTIONS):
        return
    tree = ast.walk(ast.parse(source.read_text()))
    assert not [node.lineno for node in tree if isinstance(node, ast.Call) and _begins(node.func)]


def _begins(called: ast.expr) -> bool:
    if not isinstance(called, ast.Attribute):
        return False
    owner = called.value
    word = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return called.attr in BEGINS or (called.attr == "begin" and word.strip("_") in BEGINS_ON)


@pytest.mark.parametrize("source", AIRFLOW_SOURCES, ids=_name)
def test_the_airflow_adapters_call_steps_and_not_stages(source: Path) -> None:
    assert not _ours(source) & (STAGES | {"samples", "cli"})


@pytest.mark.parametrize("source", sorted((CHECKOUT / "dags").glob("*.py")), ids=lambda p: p.stem)
def test_a_dag_calls_steps_and_nothing_else_of_the_package(source: Path) -> None:
    assert _ours(source) <= {"steps"}
    assert not {name for name in _imports(source) if name.startswith("airflow.")} - {
        name for name in _imports(source) if name.startswith("airflow.sdk.")
    }


def test_a_plugin_registers_pages_and_no_more() -> None:
    plugins = list((CHECKOUT / "plugins").rglob("*.py"))
    assert [source.name for source in plugins] == ["mailroom_pages.py"]
    assert _ours(plugins[0]) <= {"pages"}


def test_every_part_of_the_package_has_its_place() -> None:
    assert {_part(_name(source)) for source in SOURCES} - {""} <= set(MAY_IMPORT)


def test_no_module_is_called_by_what_it_is_not_for() -> None:
    vague = {"utils", "helpers", "common", "manager", "base"}
    assert not [path for path in SOURCES if path.stem in vague]


def test_a_wrong_import_would_be_seen(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text("def f():\n    from mailroom.letters import draft\n    import mailroom.desk\n")
    assert _ours(wrong) == {"letters", "desk"}
