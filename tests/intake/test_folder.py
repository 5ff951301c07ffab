"""Scans and faxes: their own moments, senders, and what happens to half-written files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailroom.intake.folder import Folder
from mailroom.intake.hylafax import HylaFaxQueue
from mailroom.intake.spool import Offer
from tests.intake.making import DENVER, LONDON, MTIME, put

LOG_LINE = (
    '11/23/26 07:15\tRECV\t000000007\tttyS0\trecvq/fax00007.tif\t""\t"fax"\t"+44 20"\t"TSI 1"'
    '\t1\t2\t0:31\t0:30\t""\t"ACME"\t"+441632960001"\n'
)


def test_a_folder_that_does_not_exist_holds_nothing(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "none", LONDON)
    assert list(folder.waiting()) == []
    assert folder.offer() == Offer(0, 0)


@pytest.mark.parametrize(
    ("name", "zone", "moment"),
    [
        ("scan_20261123_071500_001.pdf", LONDON, datetime(2026, 11, 23, 7, 15, tzinfo=UTC)),
        ("scan_20261123_071500_001.pdf", DENVER, datetime(2026, 11, 23, 14, 15, tzinfo=UTC)),
        ("20260701-120000.tif", LONDON, datetime(2026, 7, 1, 11, 0, tzinfo=UTC)),
        ("20261399_999999.tif", LONDON, MTIME),
        ("letter.pdf", DENVER, MTIME),
    ],
)
def test_a_scans_moment_stands_in_its_name_or_is_its_files(
    tmp_path: Path, name: str, zone: ZoneInfo, moment: datetime
) -> None:
    put(tmp_path / name)
    (arrival,) = Folder(tmp_path, zone).waiting()
    assert arrival.received_at == moment


def test_hidden_files_and_folders_are_no_mail(tmp_path: Path) -> None:
    put(tmp_path / ".scan.pdf.part")
    (tmp_path / "older").mkdir()
    assert list(Folder(tmp_path, LONDON).waiting()) == []


def test_a_taken_scan_lies_in_done_and_is_never_written_over(tmp_path: Path) -> None:
    folder = Folder(tmp_path, LONDON)
    for text in ("first", "second", "second"):
        put(tmp_path / "scan.pdf", text)
        folder.acknowledge(next(folder.waiting()))
    done = {path.name: path.read_text() for path in (tmp_path / "done").iterdir()}
    assert done == {"scan.pdf": "first", "scan~1.pdf": "second"}
    assert folder.offer() == Offer(2, 0)


def test_a_scan_that_grew_after_it_was_read_stays_and_comes_again(tmp_path: Path) -> None:
    folder = Folder(tmp_path, LONDON)
    put(tmp_path / "scan.pdf", "half")
    half = next(folder.waiting())
    put(tmp_path / "scan.pdf", "half and the rest")
    folder.acknowledge(half)
    whole = next(folder.waiting())
    assert whole.content == b"half and the rest"
    folder.acknowledge(whole)
    assert folder.offer() == Offer(2, 0)  # both were receipted


def test_a_scan_whose_bytes_came_after_its_size_stays_and_comes_again(tmp_path: Path) -> None:
    folder = Folder(tmp_path, LONDON)
    put(tmp_path / "scan.pdf", bytes(5))  # as a copy over the network lays it out first
    early = next(folder.waiting())
    put(tmp_path / "scan.pdf", "whole")
    folder.acknowledge(early)
    assert [one.content for one in folder.waiting()] == [b"whole"]


def test_a_folder_that_is_left_alone_keeps_its_files(tmp_path: Path) -> None:
    put(tmp_path / "scan.pdf")
    folder = Folder(tmp_path, LONDON, move=False)
    assert folder.offer() == Offer(1, 1)
    folder.acknowledge(next(folder.waiting()))
    assert folder.offer() == Offer(1, 0)
    assert (tmp_path / "scan.pdf").exists()


def test_a_faxs_moment_and_sender_stand_in_the_log(tmp_path: Path) -> None:
    put(tmp_path / "recvq" / "fax00007.tif")
    put(tmp_path / "log" / "xferfaxlog", LOG_LINE)
    (fax,) = HylaFaxQueue(tmp_path, DENVER).waiting()
    assert fax.received_at == datetime(2026, 11, 23, 14, 15, tzinfo=UTC)
    assert fax.facts == {"tsi": "TSI 1", "caller_number": "+441632960001"}


@pytest.mark.parametrize(
    "log", [None, "", "garbage\n", LOG_LINE.replace("RECV", "SEND"), LOG_LINE.replace("11/23", "x")]
)
def test_a_fax_the_log_does_not_know_has_its_files_moment(tmp_path: Path, log: str | None) -> None:
    put(tmp_path / "recvq" / "fax00007.tif")
    if log is not None:
        put(tmp_path / "log" / "xferfaxlog", log)
    (fax,) = HylaFaxQueue(tmp_path, LONDON).waiting()
    assert fax.received_at == MTIME


def test_a_taken_fax_lies_in_done(tmp_path: Path) -> None:
    put(tmp_path / "recvq" / "fax00007.tif")
    queue = HylaFaxQueue(tmp_path, LONDON)
    queue.acknowledge(next(queue.waiting()))
    assert queue.offer() == Offer(1, 0)
    assert (tmp_path / "recvq" / "done" / "fax00007.tif").exists()
