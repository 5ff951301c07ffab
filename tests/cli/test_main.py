"""The command itself: help everywhere, one line for what cannot be, and its exit status."""

from __future__ import annotations

import json
import os
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


@pytest.mark.parametrize("command", ["classify", "address", "deadline"])
def test_a_folder_in_place_of_a_file_gets_one_line(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--json", "--cases", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"mailroom {command}: {tmp_path}: ")
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("command", ["classify", "address", "deadline"])
@pytest.mark.parametrize("line", [b"{", b"\xff\xfe", b"[" * 100_000, b'{"id": "1"}', b"7"])
def test_lines_that_are_no_cases_get_one_line(
    command: str, line: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_bytes(line + b"\n")
    assert main([command, "--json", "--cases", str(path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "line 1: " in said.err
    assert len(said.err.splitlines()) == 1


def test_a_text_of_half_characters_is_classified(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cases.jsonl"
    case = {"id": "\ud800", "text": "We wish to complain \ud800", "jurisdiction": "UK"}
    path.write_text(json.dumps(case), encoding="utf-8")
    assert main(["classify", "--json", "--cases", str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "\ud800"
    assert main(["classify", "--cases", str(path)]) == 0
    assert "complaint" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("start", "count"), [("2026-11-20", 10**9), ("9999-12-30", 5), ("0001-01-01", 1)]
)
def test_a_date_beyond_the_calendar_gets_one_line(
    start: str, count: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cases.jsonl"
    case = {"id": "1", "calendar": "utah", "start": start, "business_days": count}
    path.write_text(json.dumps(case), encoding="utf-8")
    assert main(["deadline", "--json", "--cases", str(path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_few_lines_that_nobody_reads_are_no_fault() -> None:
    command = [Path(sys.executable).with_name("mailroom"), "rules", "check"]
    out, into = os.pipe()
    os.close(out)
    buffered = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
    done = subprocess.run(command, stdout=into, stderr=subprocess.PIPE, env=buffered, check=False)
    os.close(into)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("command", ["classify", "address", "deadline"])
def test_rules_that_are_not_there_are_no_fault_of_the_cases(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cases.jsonl"
    case = {"id": "1", "text": "x", "jurisdiction": "UK"}
    path.write_text(f"{json.dumps(case)}\n" * 2, encoding="utf-8")
    nowhere = str(tmp_path / "nowhere")
    assert main([command, "--json", "--cases", str(path), "--rules", nowhere]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
