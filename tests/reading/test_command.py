"""`mailroom read`: one line a path."""

from __future__ import annotations

import json
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
