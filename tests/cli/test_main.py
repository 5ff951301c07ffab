"""The command itself: help everywhere, one line for what cannot be, and its exit status."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from mailroom.cli import COMMANDS, main

from tests.shared import CHECKOUT

MODULES = CHECKOUT / "include" / "mailroom" / "cli"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    said = capsys.readouterr().out
    first_line = (MODULES / f"{command}.py").read_text().splitlines()[0].strip('"')
    assert first_line in said


@pytest.mark.parametrize("command", COMMANDS)
def test_a_word_no_command_knows_gets_one_line(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--no-such-option"])
    assert left.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("words", [[], ["no-such-command"]])
def test_a_command_has_to_be_named(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_missing_file_gets_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", "--json", "--cases", str(tmp_path / "none.jsonl")]) == 2
    assert capsys.readouterr().err.startswith("mailroom classify: there is no ")


def test_a_setting_that_cannot_be_used_gets_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Hello", encoding="utf-8")
    monkeypatch.setenv("MAILROOM_SHARES", "many")
    assert main(["explain", str(path), "--agency", "cms"]) == 1
    said = capsys.readouterr().err
    assert "MAILROOM_SHARES" in said
    assert len(said.splitlines()) == 1


def test_a_reader_that_stops_reading_is_no_fault(tmp_path: Path) -> None:
    paths = [str(tmp_path / f"missing-{number}") for number in range(3000)]
    command = [Path(sys.executable).with_name("mailroom"), "read", "--json", *paths]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reading:
        assert reading.stdout is not None
        assert reading.stderr is not None
        reading.stdout.readline()
        reading.stdout.close()
        assert reading.stderr.read() == b""
    assert reading.returncode == 0
