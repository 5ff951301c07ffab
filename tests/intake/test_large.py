"""Files too large to be held in memory: kept, set aside with a reason, and in nobody's way."""

from __future__ import annotations

import hashlib
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from mailroom.intake.call_log import CallLog
from mailroom.intake.folder import Folder
from mailroom.intake.hylafax import HylaFaxQueue
from mailroom.intake.maildir import Maildir
from mailroom.intake.spool import Offer, Spool
from mailroom.records.mail import LARGEST_READ, Large
from mailroom.settings import from_environment
from mailroom.steps import collect_mail
from mailroom.store.database import Database
from mailroom.store.files import Files
from mailroom.store.objects import ObjectStore
from tests.intake.making import LONDON, MOMENT, put, sources_yaml

LETTER = b"Received: by mx; Mon, 23 Nov 2026 07:00:00 +0000\n\n" + b"x" * 99


@pytest.mark.parametrize(
    ("kind", "inbox", "taken"),
    [
        (Folder, "a.pdf", "done/a.pdf"),
        (HylaFaxQueue, "recvq/a.pdf", "recvq/done/a.pdf"),
        (Maildir, "new/a.pdf", ".Taken/cur/a.pdf:2,S"),
        (CallLog, "a.pdf", "done/a.pdf"),
    ],
)
def test_a_large_file_is_handed_over_by_its_place_and_moved_when_it_is_receipted(
    tmp_path: Path, kind: Callable[..., Spool], inbox: str, taken: str
) -> None:
    put(tmp_path / inbox, LETTER)
    spool = kind(tmp_path, LONDON, largest=99)
    (arrival,) = spool.waiting()
    assert isinstance(arrival.content, Large)
    assert (arrival.content.path, arrival.content.bytes) == (tmp_path / inbox, len(LETTER))
    assert spool.offer() == Offer(1, 1)
    for _ in range(2):
        spool.acknowledge(arrival)
    assert spool.offer() == Offer(1, 0)
    assert (tmp_path / taken).read_bytes() == LETTER


def test_a_large_messages_moment_is_that_of_our_own_server(tmp_path: Path) -> None:
    put(tmp_path / "new" / "a", LETTER)
    (arrival,) = Maildir(tmp_path, LONDON, largest=9).waiting()
    assert arrival.received_at == datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def test_a_file_of_just_the_limit_is_read(tmp_path: Path) -> None:
    put(tmp_path / "a.pdf", b"123456789")
    assert [one.content for one in Folder(tmp_path, LONDON, largest=9).waiting()] == [b"123456789"]
    (other,) = Folder(tmp_path, LONDON, largest=8).waiting()
    assert isinstance(other.content, Large)


def test_a_large_file_that_was_changed_since_stays_and_comes_again(tmp_path: Path) -> None:
    put(tmp_path / "a.pdf", b"first half")
    folder = Folder(tmp_path, LONDON, largest=9)
    (early,) = folder.waiting()
    put(tmp_path / "a.pdf", b"first half and the rest")
    folder.acknowledge(early)
    assert folder.offer() == Offer(1, 1)


@pytest.fixture
def letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Database) -> Path:
    """A source with a large file before a small one."""
    monkeypatch.setenv("MAILROOM_SOURCES", str(sources_yaml(tmp_path / "sources.yaml", {})))
    monkeypatch.setenv("MAILROOM_MAIL", str(tmp_path / "mail"))
    folder = tmp_path / "mail" / "letters"
    put(folder / "b.pdf", "a letter")
    with (folder / "a.pdf").open("wb") as file:
        file.truncate(LARGEST_READ + 1)
    return folder


def test_a_large_file_is_kept_and_quarantined_without_being_held_in_memory(
    letters: Path, database: Database
) -> None:
    tracemalloc.start()
    counts = collect_mail.collect("letters", MOMENT)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert counts == {"received": 1, "quarantined": 1}
    assert peak < LARGEST_READ / 4
    with database.transaction() as connection:
        row = connection.execute(text("SELECT * FROM receipts WHERE file_name = 'a.pdf'")).one()
        counted = connection.execute(text("SELECT * FROM source_counts")).one()
    assert (row.status, row.reason_code) == ("quarantined", "too_large")
    assert "too large to be read" in row.reason
    assert row.content_bytes == LARGEST_READ + 1
    assert len(ObjectStore(from_environment().objects_url).get(row.content_sha256)) > LARGEST_READ
    assert (counted.offered, counted.unreceipted) == (2, 0)
    assert collect_mail.collect("letters", MOMENT) == {}


def test_a_large_file_for_which_there_is_no_room_costs_no_other(
    letters: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(ObjectStore, "put_file", no_room)
        with pytest.raises(OSError, match="No space"):
            collect_mail.collect("letters", MOMENT)
    assert not (letters / "b.pdf").exists()
    assert (letters / "a.pdf").exists()
    assert collect_mail.collect("letters", MOMENT) == {"quarantined": 1}


def test_a_large_file_that_is_still_being_written_comes_with_the_next_run(
    letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = Files.copy_in

    def meanwhile(files: Files, key: str, path: Path, sha256: str) -> bool:
        with path.open("ab") as file:
            file.write(b"more")
        return honest(files, key, path, sha256)

    with monkeypatch.context() as patch:
        patch.setattr(Files, "copy_in", meanwhile)
        assert collect_mail.collect("letters", MOMENT) == {"received": 1}
    assert (letters / "a.pdf").exists()
    assert collect_mail.collect("letters", MOMENT) == {"quarantined": 1}
    assert list(letters.glob("*.pdf")) == []


@pytest.mark.parametrize("url", ["{folder}/objects", "memory://{folder}/objects"])
def test_a_file_is_stored_by_its_content_or_not_at_all(url: str, tmp_path: Path) -> None:
    source = put(tmp_path / "a.pdf", b"a letter")
    files, name = Files(url.format(folder=tmp_path)), hashlib.sha256(b"a letter").hexdigest()
    assert not files.copy_in("a/b", source, "0" * 64)
    assert not files.has("a/b")
    assert files.copy_in("a/b", source, name)
    assert files.read("a/b") == b"a letter"


def test_letters_are_taken_in_handfuls_that_memory_holds(
    letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        put(letters / f"{number}.pdf", b"12345")
    monkeypatch.setattr(collect_mail, "LARGEST_READ", 8)
    sizes = [len(chunk) for chunk in collect_mail._chunks(Folder(letters, LONDON))]
    assert sizes == [2, 2, 2, 1]
