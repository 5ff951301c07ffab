"""A `var` of each test's own, and the command that explains."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailroom.cli import main
from tests.cli.explaining import Explain


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MAILROOM_VAR", str(tmp_path / "var"))
    return tmp_path / "var"


@pytest.fixture
def explain(var: Path, capsys: pytest.CaptureFixture[str]) -> Explain:
    def explained(*words: str) -> str:
        assert main(["explain", *words]) == 0
        return " ".join(capsys.readouterr().out.split())

    return explained
