"""Call logs: one arrival a row, whatever the other rows are like."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailroom.intake.call_log import CallLog
from mailroom.intake.spool import Offer
from mailroom.records.mail import Arrival
from tests.intake.making import DENVER, LONDON, MTIME, call_log, put

GOOD = "T1,2026-11-23 07:15,0161 496 0001,Pat,304743088385,0300,Please call,2026-11-23 11:00"


def _calls(folder: Path, *rows: str, name: str = "a.csv") -> list[Arrival]:
    put(folder / name, call_log(*rows))
    return list(CallLog(folder, LONDON).waiting())


def test_a_row_is_a_call_with_its_moment_and_promise(tmp_path: Path) -> None:
    (arrival,) = _calls(tmp_path, GOOD)
    assert (arrival.reference, arrival.fault) == ("T1", None)
    assert arrival.received_at == datetime(2026, 11, 23, 7, 15, tzinfo=UTC)
    assert arrival.call is not None
    assert arrival.call.promised_at == datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
    assert arrival.call.caller_number == "0161 496 0001"
    assert json.loads(arrival.content)["note"] == "Please call"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-07-01T09:30:00", datetime(2026, 7, 1, 15, 30, tzinfo=UTC)),
        ("2026-07-01T09:30:00+02:00", datetime(2026, 7, 1, 7, 30, tzinfo=UTC)),
        ("07/03/2026 09:30", datetime(2026, 7, 3, 15, 30, tzinfo=UTC)),
        ("07/03/26 09:30", datetime(2026, 7, 3, 15, 30, tzinfo=UTC)),
        ("20260703093000", datetime(2026, 7, 3, 15, 30, tzinfo=UTC)),
    ],
)
def test_times_are_read_in_every_form_and_local_to_the_source(
    tmp_path: Path, text: str, moment: datetime
) -> None:
    put(tmp_path / "a.csv", call_log(f"T1,{text},,,,,,"))
    (arrival,) = CallLog(tmp_path, DENVER).waiting()
    assert arrival.received_at == moment


@pytest.mark.parametrize("lines", ["T1,2026-11-23 07:15,,,,,,", "garbage"])
def test_a_file_without_the_header_is_kept_whole_for_a_person(tmp_path: Path, lines: str) -> None:
    put(tmp_path / "a.csv", lines)
    (bad,) = CallLog(tmp_path, LONDON).waiting()
    assert (bad.fault, bad.reference, bad.content) == ("bad_call_log", "a.csv", lines.encode())
    assert (tmp_path / "a.csv").exists()


@pytest.mark.parametrize("text", ["03/07/2026 09:30", "03/07/26 09:30"])
def test_the_day_stands_first_in_london(tmp_path: Path, text: str) -> None:
    put(tmp_path / "a.csv", call_log(f"T1,{text},,,,,,"))
    (arrival,) = CallLog(tmp_path, LONDON).waiting()
    assert arrival.received_at == datetime(2026, 7, 3, 8, 30, tzinfo=UTC)


def test_a_date_of_the_other_country_is_a_bad_row_and_no_guess(tmp_path: Path) -> None:
    put(tmp_path / "a.csv", call_log("T1,23/11/2026 09:30,,,,,,"))
    (arrival,) = CallLog(tmp_path, DENVER).waiting()
    assert arrival.fault == "bad_call_row"


@pytest.mark.parametrize(
    "row",
    [
        "T2,yesterday,,,,,,",
        "T2,0001-01-01T00:00:00Z,,,,,,",
        GOOD[:-16] + "0001-01-01 00:00",
        "T2,,,,,,,",
        "T2",
        "T2,9999-12-31 23:59-12:00,,,,,,",
        GOOD + "x",
    ],
)
def test_a_bad_row_is_an_arrival_of_its_own_and_costs_no_other(tmp_path: Path, row: str) -> None:
    first, bad, last = _calls(tmp_path, GOOD, row.replace("T1", "T2"), GOOD.replace("T1", "T3"))
    assert (first.fault, last.fault) == (None, None)
    assert (bad.fault, bad.reference, bad.received_at) == ("bad_call_row", "T2", MTIME)


def test_a_row_with_too_many_fields_is_still_a_call(tmp_path: Path) -> None:
    first, last = _calls(tmp_path, GOOD + ",more,and more", GOOD.replace("T1", "T2"))
    assert (first.reference, first.fault, last.reference) == ("T1", None, "T2")


def test_a_row_without_an_id_is_named_by_its_place(tmp_path: Path) -> None:
    (arrival,) = _calls(tmp_path, GOOD.removeprefix("T1"))
    assert arrival.reference == "a.csv:2"


def test_an_id_that_no_index_holds_gives_way_to_the_rows_place(tmp_path: Path) -> None:
    (arrival,) = _calls(tmp_path, GOOD.replace("T1", "T" * 5000))
    assert (arrival.reference, arrival.fault) == ("a.csv:2", None)


@pytest.mark.parametrize("content", ["", '"never closed\n'])
def test_a_file_that_is_no_csv_is_one_bad_arrival(tmp_path: Path, content: str) -> None:
    put(tmp_path / "a.csv", content)
    put(tmp_path / "b.csv", call_log(GOOD))
    bad, good = CallLog(tmp_path, LONDON).waiting()
    assert (bad.fault, bad.reference, bad.content) == ("bad_call_log", "a.csv", content.encode())
    assert good.fault is None


def test_a_log_as_spreadsheets_write_it_is_read(tmp_path: Path) -> None:
    put(tmp_path / "a.csv", b"\xef\xbb\xbf" + call_log(GOOD).replace("\n", "\r\n").encode())
    (arrival,) = CallLog(tmp_path, LONDON).waiting()
    assert (arrival.reference, arrival.fault) == ("T1", None)


def test_a_file_moves_with_its_last_row(tmp_path: Path) -> None:
    put(tmp_path / "a.csv", call_log(GOOD, GOOD.replace("T1", "T2")))
    log = CallLog(tmp_path, LONDON)
    first, last = log.waiting()
    log.acknowledge(first)
    assert (tmp_path / "a.csv").exists()
    log.acknowledge(last)
    assert not (tmp_path / "a.csv").exists()
    assert log.offer() == Offer(2, 0)


def test_a_log_without_calls_is_put_away(tmp_path: Path) -> None:
    put(tmp_path / "a.csv", call_log())
    log = CallLog(tmp_path, LONDON)
    assert list(log.waiting()) == []
    assert (tmp_path / "done" / "a.csv").exists()


def test_rows_added_while_a_log_is_read_are_not_lost(tmp_path: Path) -> None:
    put(tmp_path / "a.csv", call_log(GOOD))
    log = CallLog(tmp_path, LONDON)
    (first,) = log.waiting()
    put(tmp_path / "a.csv", call_log(GOOD, GOOD.replace("T1", "T2")))
    log.acknowledge(first)
    assert [one.reference for one in log.waiting()] == ["T1", "T2"]
    assert log.offer() == Offer(2, 1)


def test_overlapping_exports_offer_each_call_once(tmp_path: Path) -> None:
    put(tmp_path / "a.csv", call_log(GOOD, "T2,bad,,,,,,"))
    put(tmp_path / "b.csv", call_log("T2,bad,,,,,,", GOOD, GOOD.replace("T1", "T3")))
    log = CallLog(tmp_path, LONDON)
    assert log.offer() == Offer(3, 3)
    for arrival in log.waiting():
        log.acknowledge(arrival)
    assert log.offer() == Offer(3, 0)
