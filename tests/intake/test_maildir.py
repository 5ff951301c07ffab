"""A Maildir: what is mail, when it came, and where it goes when it is taken."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailroom.intake.maildir import Maildir
from mailroom.intake.spool import Offer
from tests.intake.making import LONDON, message, put

RECEIVED = "from a by mx.agency.test; Mon, 23 Nov 2026 07:15:00 +0000"
FORGED = "Mon, 1 Jan 2001 00:00:00 +0000"
NAME = "1795418100.1.mx"


@pytest.fixture
def inbox(tmp_path: Path) -> Maildir:
    return Maildir(tmp_path, LONDON)


def _moment(inbox: Maildir) -> datetime:
    (arrival,) = inbox.waiting()
    return arrival.received_at


def test_new_and_opened_messages_are_mail(inbox: Maildir, tmp_path: Path) -> None:
    put(tmp_path / "new" / NAME)
    put(tmp_path / "cur" / "1795418101.2.mx:2,S")
    put(tmp_path / "tmp" / "1795418102.3.mx")
    assert [one.reference for one in inbox.waiting()] == [NAME, "1795418101.2.mx"]


def test_the_moment_is_that_of_our_own_server(inbox: Maildir, tmp_path: Path) -> None:
    earlier = "from b by a; Sun, 22 Nov 2026 01:00:00 +0000"
    text = f"Received: {RECEIVED}\n" + message(
        Received=earlier, Date="Mon, 1 Jan 2001 00:00:00 +0000"
    )
    put(tmp_path / "new" / NAME, text)
    assert _moment(inbox) == datetime(2026, 11, 23, 7, 15, tzinfo=UTC)


def test_a_folded_received_with_an_offset_is_read(inbox: Maildir, tmp_path: Path) -> None:
    put(
        tmp_path / "new" / NAME,
        message(Received="from a by b;\r\n Mon, 23 Nov 2026 07:15:00 -0700"),
    )
    assert _moment(inbox) == datetime(2026, 11, 23, 14, 15, tzinfo=UTC)


@pytest.mark.parametrize("received", ["from a by b", "from a; no date", "from a; 99 Foo 2026", ""])
def test_without_a_good_received_it_is_the_deliverys_name(
    inbox: Maildir, tmp_path: Path, received: str
) -> None:
    put(tmp_path / "new" / NAME, message(Received=received, Date=FORGED))
    assert _moment(inbox) == datetime.fromtimestamp(1795418100, UTC)


def test_taken_mail_lies_in_a_folder_of_its_own(inbox: Maildir, tmp_path: Path) -> None:
    put(tmp_path / "new" / NAME, "one")
    put(tmp_path / "cur" / "1795418101.2.mx:2,S", "two")
    for arrival in list(inbox.waiting()):
        inbox.acknowledge(arrival)
        inbox.acknowledge(arrival)
    assert list(inbox.waiting()) == []
    assert inbox.offer() == Offer(2, 0)
    assert (tmp_path / ".Taken" / "cur" / f"{NAME}:2,S").read_text() == "one"


def test_taken_mail_is_never_written_over(inbox: Maildir, tmp_path: Path) -> None:
    for text in ("first", "second"):
        put(tmp_path / "new" / NAME, text)
        inbox.acknowledge(next(inbox.waiting()))
    taken = [path.read_text() for path in (tmp_path / ".Taken" / "cur").iterdir()]
    assert sorted(taken) == ["first", "second"]


def test_a_message_that_moves_while_it_is_looked_at_is_skipped_until_the_next_run(
    inbox: Maildir, tmp_path: Path
) -> None:
    put(tmp_path / "new" / "1.a")
    put(tmp_path / "new" / "2.b")
    waiting = inbox.waiting()
    assert next(waiting).reference == "1.a"
    (tmp_path / "cur").mkdir()
    (tmp_path / "new" / "2.b").rename(tmp_path / "cur" / "2.b:2,S")
    assert list(waiting) == []
    assert [one.reference for one in inbox.waiting()] == ["1.a", "2.b"]


def test_mail_that_is_left_counts_as_taken(tmp_path: Path) -> None:
    put(tmp_path / "new" / NAME)
    inbox = Maildir(tmp_path, LONDON, move=False)
    inbox.acknowledge(next(inbox.waiting()))
    assert inbox.offer() == Offer(1, 0)
    assert (tmp_path / "new" / NAME).exists()
