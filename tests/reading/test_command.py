"""`mailroom read`: one line a path."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mailroom.cli import main
from tests.reading.making import message


def test_each_path_gets_one_json_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mail, broken = tmp_path / "a.eml", tmp_path / "b.pdf"
    mail.write_bytes(message("Hello").as_bytes())
    broken.write_bytes(b"%PDF-1.4")
    missing = tmp_path / "missing"
    paths = [str(path) for path in (mail, broken, missing, tmp_path)]
    assert main(["read", "--json", *paths]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["file"] for line in lines] == paths
    assert [line["outcome"] for line in lines] == ["read"] + ["quarantined"] * 3
    assert lines[0]["items"][0]["date_utc"] == "2026-11-20T09:00:00Z"
    assert lines[0]["items"][0]["to"] == [{"name": None, "email": "office@agency.example"}]
    assert all(line["reason"] for line in lines[1:])


def test_without_json_people_can_read_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Hello", encoding="utf-8")
    assert main(["read", str(path)]) == 0
    assert capsys.readouterr().out == f"{path}: document, 1 items, 0 pages, 5 characters\n"


def test_what_never_ends_is_quarantined_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe, huge = tmp_path / "pipe", tmp_path / "huge.pdf"
    os.mkfifo(pipe)
    with huge.open("wb") as stream:
        stream.truncate(1 << 40)
    assert main(["read", "--json", str(pipe), "/dev/zero", str(huge)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["reason_code"] for line in lines] == ["no_file", "no_file", "too_large"]


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_name_in_no_known_charset_is_printed(tmp_path: Path, options: list[str]) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(path)).write_text("Hello", encoding="utf-8")
    command = [Path(sys.executable).with_name("mailroom"), "read", *options, path]
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8:strict"}
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    said = done.stdout.decode()
    assert "caf\\udce9.txt" in said
    assert not options or json.loads(said)["file"] == os.fsdecode(path)
