"""`mailroom samples` as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailroom import cli
from mailroom.samples.order import BEGUN

ARGUMENTS = ["samples", "--agency", "ors", "--count", "6", "--channels", "telephone,email"]
MOMENT = ["--as-of", "2026-11-23T07:00:00+00:00"]


def call(folder: Path, *more: str) -> int:
    return cli.main([*ARGUMENTS, *MOMENT, "--out", str(folder), *more])


def test_it_says_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(tmp_path) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "6 items: ors email 4, ors telephone 2" in said.err


def test_a_second_call_does_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(tmp_path)
    before = (tmp_path / "answers.jsonl").stat().st_mtime_ns
    assert call(tmp_path) == 0
    assert (tmp_path / "answers.jsonl").stat().st_mtime_ns == before
    assert "nothing to do" in capsys.readouterr().err


def test_other_arguments_in_the_same_folder_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call(tmp_path)
    assert call(tmp_path, "--seed", "9") == 2
    assert "made with other arguments" in capsys.readouterr().err


def test_mail_of_another_origin_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "kept").write_text("kept")
    assert call(tmp_path) == 2
    assert (tmp_path / "mail" / "kept").read_text() == "kept"


def test_a_folder_that_holds_other_things_is_fine(tmp_path: Path) -> None:
    (tmp_path / "airflow").mkdir()
    assert call(tmp_path) == 0


def test_what_an_interrupted_run_left_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "half").write_text("half")
    (tmp_path / BEGUN).write_text("")
    assert call(tmp_path) == 0
    assert not (tmp_path / "mail" / "half").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--as-of", "yesterday"], "--as-of"),
        (["--as-of", "2026-11-23T07:00:00"], "--as-of"),
        (["--as-of", "0001-01-02T00:00:00+00:00"], "--as-of"),
        (["--count", "0"], "--count"),
        (["--channels", "email,pigeon"], "pigeon"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert call(tmp_path, *arguments) == 2
    message = capsys.readouterr().err
    assert said in message
    assert message.count("\n") == 1


def test_only_the_channels_asked_for_are_made(tmp_path: Path) -> None:
    call(tmp_path)
    assert {path.name for path in (tmp_path / "mail" / "ors").iterdir()} == {"email", "telephone"}
