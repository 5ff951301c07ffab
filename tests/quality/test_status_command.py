"""What `mailroom status` says of an empty house, a good one, and one where something is wrong."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from mailroom.cli import main
from mailroom.errors import QualityFault
from mailroom.steps.check_quality import check, check_all
from mailroom.steps.reconcile_mail import reconcile
from tests.databases import Urls
from tests.quality.conftest import plant

MOMENT = datetime(2026, 11, 23, 7, tzinfo=UTC)


def _status(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(["status", *words]) == 0
    return capsys.readouterr().out


def _json(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(_status(capsys, "--json"))
    return answer


def test_an_empty_house_says_nothing_yet(
    database_urls: Urls, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _status(capsys)
    assert "NEEDS A PERSON\n  nothing\n" in said
    assert "CMS\n  nothing yet\n" in said
    assert "quality: nothing yet checked" in said
    assert "reconciliation: nothing yet compared" in said


def test_an_empty_house_has_every_key(
    database_urls: Urls, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = _json(capsys)
    assert answer["reconciliation_holds"] is False
    assert answer["quality_passed"] is False
    assert answer["agencies"]["ors"]["needs_a_person"]["triage"] == 0
    assert answer["agencies"]["ors"]["letters"] == {}


def test_the_figures_of_a_good_house(
    good_house: Urls, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILROOM_AS_OF", "2026-11-23T17:00:01+00:00")
    check_all(MOMENT)
    reconcile(MOMENT)
    answer = _json(capsys)
    cms = answer["agencies"]["cms"]
    assert cms["needs_a_person"] == {
        "urgent": 1,
        "overdue": 1,
        "triage": 1,
        "quarantined": 1,
        "steps_to_do": 2,
        "letters_waiting": 1,
        "letters_to_mend": 0,
        "dispatches_to_clear": 0,
        "notices_to_clear": 0,
    }
    assert cms["receipts"] == {
        "email": {"duplicate": 1, "ingested": 2},
        "letter": {"quarantined": 1},
    }
    assert cms["items"] == {"email": {"no_request": 1, "opened": 1, "triage": 1}}
    assert cms["service_requests"] == {
        "complaint_review": {"open": 1},
        "statement_request": {"open": 1},
    }
    assert cms["obligations"] == {"complaint": {"overdue": 1}}
    assert cms["escalations"] == {"security": {"rung_0": 1}}
    assert cms["letters"] == {"acknowledgement": {"approved": 1, "awaiting_approval": 1}}
    assert cms["dispatches"] == {"batch_sent": {"sent": 1}}
    assert answer["agencies"]["ors"]["items"] == {"email": {"received": 1}}
    assert (answer["quality_passed"], answer["reconciliation_holds"]) == (True, True)
    assert answer["files"]["print_batches"] == ["print/cms/batch.pdf"]


def test_an_obligation_is_open_until_its_moment(
    good_house: Urls, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILROOM_AS_OF", "2026-11-23T17:00:00+00:00")
    assert _json(capsys)["agencies"]["cms"]["obligations"] == {"complaint": {"open": 1}}


def test_people_see_what_needs_them_first(
    good_house: Urls, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILROOM_AS_OF", "2026-11-23T07:00:00+00:00")
    lines = _status(capsys).splitlines()
    assert lines[0] == "The post room as of 2026-11-23 07:00 UTC"
    assert lines[2] == "NEEDS A PERSON"
    assert [line.split() for line in lines[3:6]] == [
        ["cms", "ors"],
        ["urgent", "1", "."],
        ["triage", "1", "."],
    ]
    assert "  batch 1 cms sent, 1 letters, 2 pages: print/cms/batch.pdf" in lines


def test_what_is_wrong_is_named(good_house: Urls, capsys: pytest.CaptureFixture[str]) -> None:
    plant(good_house, "UPDATE dispatches SET pages = 3")
    for verb in (lambda: check("dispatches", MOMENT), lambda: reconcile(MOMENT)):
        with pytest.raises(QualityFault):
            verb()
    said = _status(capsys)
    assert "quality: FAILED, 4 of 5 rules hold" in said
    assert "  block: dispatches, pages_match: 1 of 1 rows" in said
    assert "reconciliation: DOES NOT HOLD" in said
    assert "  dispatches_of_batches: 1 of 1 lines do not add up; look at 1" in said


def test_a_later_check_replaces_an_earlier_one(
    good_house: Urls, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(good_house, "UPDATE dispatches SET pages = 3")
    with pytest.raises(QualityFault):
        check("dispatches", MOMENT)
    plant(good_house, "UPDATE dispatches SET pages = 2")
    check("dispatches", MOMENT)
    assert _json(capsys)["quality_passed"] is True


def test_a_stopped_server_gives_one_line(
    good_house: Urls, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILROOM_DATABASE_URL", "postgresql+psycopg://a@/b?host=/nowhere")
    assert main(["status"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
