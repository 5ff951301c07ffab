"""`mailroom address` answers every good line and names the bad ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mailroom.cli import main
from tests.shared import SAMPLES, needs_samples

GOOD = {
    "id": "1",
    "address": "1 High St\nLeeds\nls11aa",
    "jurisdiction": "UK",
    "international_allowed": False,
}


def answers(capsys: pytest.CaptureFixture[str]) -> tuple[list[dict[str, object]], str]:
    said = capsys.readouterr()
    return [json.loads(line) for line in said.out.splitlines()], said.err


def write(folder: Path, *lines: str) -> str:
    path = folder / "cases.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_a_good_line_gets_all_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["address", "--json", "--cases", write(tmp_path, json.dumps(GOOD))]) == 0
    (answer,), said = answers(capsys)
    assert answer == {
        "id": "1",
        "valid": True,
        "lines": ["1 High St", "Leeds", "LS1 1AA"],
        "normalised": "1 High St\nLeeds\nLS1 1AA",
        "postcode": "LS1 1AA",
        "country": None,
        "problems": [],
    }
    assert said == ""


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{", "not JSON"),
        ("[]", "not an object"),
        (json.dumps({**GOOD, "address": None}), "'address'"),
        (json.dumps({**GOOD, "jurisdiction": "FR"}), "UK or UT"),
        (json.dumps({**GOOD, "international_allowed": "no"}), "true or false"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_answered(
    line: str, what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, line, json.dumps(GOOD))
    assert main(["address", "--json", "--cases", path]) == 2
    answered, said = answers(capsys)
    assert [answer["id"] for answer in answered] == ["1"]
    assert what in said
    assert "line 1" in said
    assert len(said.splitlines()) == 1


def test_a_lone_surrogate_does_not_stop_the_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = {**GOOD, "id": "\ud800", "address": "a\ud800\nb\nLS1 1AA"}
    assert main(["address", "--json", "--cases", write(tmp_path, json.dumps(case))]) == 0
    assert answers(capsys)[0][0]["lines"] == ["a", "b", "LS1 1AA"]


@needs_samples
def test_the_agencies_own_addresses_in_the_samples_are_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (SAMPLES / "addresses.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    own = [row for row in rows if row["check"] == "agency_own_address"]
    lines = [
        json.dumps(
            {
                "id": row["id"],
                "address": row["input"]["address"],
                "jurisdiction": "UT",
                "international_allowed": True,
            }
        )
        for row in own
    ]
    assert main(["address", "--json", "--cases", write(tmp_path, *lines)]) == 0
    answered = answers(capsys)[0]
    assert answered
    assert all(answer["problems"] == ["own_address"] for answer in answered)
