"""Every name of the layout is where it belongs."""

from __future__ import annotations

import subprocess

import pytest

from tests.shared import CHECKOUT

TOP = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Makefile",
    "pyproject.toml",
    ".ci/run",
    "requirements.in",
    "requirements.txt",
    "docker-compose.yml",
    "dags",
    "plugins/mailroom_pages.py",
    "include",
    "sql/migrations",
    "sql/queries",
    "benchmarks",
    "docs/decisions",
    "docs/operations.md",
    "docs/screenshots",
    "tests",
)
INCLUDE = (
    "sources.yaml",
    "rules/cms",
    "rules/ors",
    "templates/letters/cms",
    "templates/letters/ors",
    "templates/pages",
    "mailroom_airflow/tasks.py",
    "mailroom_airflow/connections.py",
    "mailroom_airflow/signed_in.py",
)
PACKAGE = (
    "records",
    "errors.py",
    "settings.py",
    "policy",
    "addresses",
    "store",
    "intake",
    "reading",
    "casework",
    "letters",
    "quality",
    "steps",
    "desk",
    "pages",
    "samples",
    "cli",
)
LONGEST = 250


@pytest.mark.parametrize("name", TOP)
def test_a_top_level_name_is_there(name: str) -> None:
    assert (CHECKOUT / name).exists()


@pytest.mark.parametrize("name", [*INCLUDE, *(f"mailroom/{part}" for part in PACKAGE)])
def test_what_is_included_is_there(name: str) -> None:
    assert (CHECKOUT / "include" / name).exists()


def test_what_changes_while_it_runs_is_ignored_by_git() -> None:
    ignored = (CHECKOUT / ".gitignore").read_text().splitlines()
    assert {"var/", ".venv/"} <= set(ignored)


def test_the_repository_holds_nothing_built_or_packed() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "*.whl", "*.tar*", "*.zip", "*.so", "*.pyc", "*.jar"],
        cwd=CHECKOUT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert listed.stdout.split() == []


def test_requirements_are_exact_and_end_with_the_project() -> None:
    lines = (CHECKOUT / "requirements.txt").read_text().splitlines()
    named = [line for line in lines if line and not line.lstrip().startswith("#")]
    assert named[-1] == "-e ."
    assert [line for line in named[:-1] if "==" not in line] == []


def test_the_encoders_weights_are_pinned_by_hash() -> None:
    lines = (CHECKOUT / "requirements-model.txt").read_text().splitlines()
    named = [line for line in lines if not line.startswith("#")]
    assert [line for line in named if "==" not in line or "--hash=sha256:" not in line] == []


def test_every_direct_need_is_pinned() -> None:
    pins = {_package(line) for line in (CHECKOUT / "requirements.txt").read_text().splitlines()}
    needs = {_package(line) for line in (CHECKOUT / "requirements.in").read_text().splitlines()}
    assert needs - pins == set()


def test_no_source_file_is_too_long_to_read() -> None:
    sources = [*(CHECKOUT / "include").rglob("*.py"), *(CHECKOUT / "plugins").rglob("*.py")]
    long = {path.name for path in sources if len(path.read_text().splitlines()) > LONGEST}
    assert long == set()


def test_make_help_lists_every_target() -> None:
    said = subprocess.run(
        ["make", "help"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout
    targets = ["setup", "run", "up", "down", "test", "lint", "requirements"]
    assert [target for target in targets if f"make {target} " not in said] == []


def _package(line: str) -> str:
    words = line.partition("#")[0].strip()
    for sign in "[=<>~;":
        words = words.partition(sign)[0]
    return words.strip().lower().replace("_", "-").replace(".", "-")
