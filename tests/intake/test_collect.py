"""Collecting: stored, then receipted, then acknowledged, whenever it is killed."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from mailroom.intake.folder import Folder
from mailroom.settings import from_environment
from mailroom.steps import collect_mail
from mailroom.store.database import Database
from mailroom.store.objects import ObjectStore
from tests.intake.making import MOMENT, put, sources_yaml
from tests.killed import KILLED, run_until_killed


@pytest.fixture
def letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Database) -> Path:
    """A folder of three scans that is the source `letters`; `more` is a second one."""
    listing = sources_yaml(
        tmp_path / "sources.yaml", {}, {"name": "more", "path": "more", "channel": "fax"}
    )
    monkeypatch.setenv("MAILROOM_SOURCES", str(listing))
    monkeypatch.setenv("MAILROOM_MAIL", str(tmp_path / "mail"))
    folder = tmp_path / "mail" / "letters"
    for number in range(3):
        put(folder / f"scan{number}.pdf", f"letter {number}")
    return folder


def _killed_after_put() -> None:
    class Killed(ObjectStore):
        def put(self, content: bytes) -> str:
            super().put(content)
            os._exit(KILLED)

    collect_mail.ObjectStore = Killed  # type: ignore[misc]
    collect_mail.collect("letters", MOMENT)


def _killed_before_commit() -> None:
    honest = collect_mail.record

    def killed(*args: object) -> None:
        honest(*args)  # type: ignore[arg-type]
        os._exit(KILLED)

    collect_mail.record = killed  # type: ignore[assignment]
    collect_mail.collect("letters", MOMENT)


def _killed_before_acknowledge() -> None:
    Folder.acknowledge = lambda *_: os._exit(KILLED)  # type: ignore[method-assign,assignment,misc]
    collect_mail.collect("letters", MOMENT)


def _killed_after_first_acknowledge() -> None:
    honest = Folder.acknowledge

    def killed(*args: object) -> None:
        honest(*args)  # type: ignore[arg-type]
        os._exit(KILLED)

    Folder.acknowledge = killed  # type: ignore[method-assign,assignment]
    collect_mail.collect("letters", MOMENT)


@pytest.mark.parametrize(
    "killed",
    [
        _killed_after_put,
        _killed_before_commit,
        _killed_before_acknowledge,
        _killed_after_first_acknowledge,
    ],
)
def test_killed_anywhere_nothing_is_lost_and_nothing_doubled(
    letters: Path, database: Database, killed: Callable[[], None]
) -> None:
    run_until_killed(killed)
    collect_mail.collect("letters", MOMENT)
    assert _contents(database) == [b"letter 0", b"letter 1", b"letter 2"]
    assert list(letters.glob("*.pdf")) == []
    assert len(list(letters.glob("done/*.pdf"))) == 3


def test_collecting_counts_what_the_source_offered(letters: Path, database: Database) -> None:
    put(letters / "empty.pdf", "")
    put(letters / "scan9.pdf", "letter 0")
    counts = collect_mail.collect("letters", MOMENT)
    assert counts == {"received": 3, "quarantined": 1, "duplicate": 1}
    with database.transaction() as connection:
        row = connection.execute(text("SELECT * FROM source_counts")).one()
    assert (row.offered, row.unreceipted) == (5, 0)


def test_collecting_again_finds_nothing(letters: Path) -> None:
    collect_mail.collect("letters", MOMENT)
    assert collect_mail.collect("letters", MOMENT) == {}


def test_two_sources_that_bring_the_same_letter_at_once_make_one_original(
    letters: Path, database: Database
) -> None:
    for number in range(3):
        put(letters.parent / "more" / f"fax{number}.tif", f"letter {number}")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda name: collect_mail.collect(name, MOMENT), ("letters", "more")))
    with database.transaction() as connection:
        rows = connection.execute(text("SELECT status, count(*) FROM receipts GROUP BY status"))
        assert dict(rows.tuples().all()) == {"received": 3, "duplicate": 3}


def _contents(database: Database) -> list[bytes]:
    """The content of each receipt, out of the object store."""
    objects = ObjectStore(from_environment().objects_url)
    with database.transaction() as connection:
        names = connection.execute(text("SELECT content_sha256 FROM receipts")).scalars().all()
    return sorted(objects.get(name) for name in names)
