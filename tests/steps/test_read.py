"""Reading through the real child: a poison file among good ones."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from mailroom.reading import child
from mailroom.reading.limits import ChildLimits
from mailroom.steps import collect_mail, process_mail
from mailroom.store import leases
from mailroom.store.database import Database
from tests.houses import MOMENT, ask
from tests.intake.making import message, put, sources_yaml


@pytest.fixture
def inbox(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    entry = {"name": "mail", "channel": "email", "kind": "folder", "path": "mail"}
    monkeypatch.setenv("MAILROOM_SOURCES", str(sources_yaml(tmp_path / "sources.yaml", entry)))
    monkeypatch.setenv("MAILROOM_MAIL", str(tmp_path))
    return tmp_path / "mail"


def test_a_poison_file_in_a_chunk_is_quarantined_and_the_others_are_read(
    database: Database, inbox: Path
) -> None:
    for number in range(7):
        put(inbox / f"{number}.eml", message(From=f"a{number}@b.test", Message_ID=f"<{number}@b>"))
    put(inbox / "poison.pdf", b"%PDF-1.7\n" + b"\0" * 64)
    collect_mail.collect("mail", MOMENT)
    assert process_mail.read(0, MOMENT) == {"read": 7, "quarantined": 1}
    (bad,) = ask(database, "SELECT * FROM items WHERE status = 'quarantined'")
    assert bad.reason_code
    assert bad.reason
    rows = ask(database, "SELECT status FROM receipts")
    assert {row.status for row in rows} == {"ingested"}
    assert len(ask(database, "SELECT id FROM documents WHERE part = 'text'")) == 7


def test_a_message_no_index_holds_costs_no_other(database: Database, inbox: Path) -> None:
    long = "\n ".join(secrets.token_hex(400) for _ in range(12))
    put(inbox / "0.eml", message(From="a@b.test", Message_ID=f"<{long}>"))
    put(inbox / "1.eml", message(From="a@b.test", Message_ID="<1@b>"))
    collect_mail.collect("mail", MOMENT)
    assert process_mail.read(0, MOMENT) == {"read": 1, "quarantined": 1}


def test_a_lease_outlasts_the_slowest_file() -> None:
    slowest = ChildLimits().wall_seconds + child._START_SECONDS
    assert slowest < 0.9 * leases.LEASE_SECONDS


def test_a_calls_note_is_its_text(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = {"name": "calls", "channel": "telephone", "kind": "call_log", "path": "calls"}
    monkeypatch.setenv("MAILROOM_SOURCES", str(sources_yaml(tmp_path / "sources.yaml", entry)))
    monkeypatch.setenv("MAILROOM_MAIL", str(tmp_path))
    put(tmp_path / "calls" / "a.csv", "call_id,called_at,note\nT1,2026-11-23 07:00,Please call\n")
    collect_mail.collect("calls", MOMENT)
    assert process_mail.read(0, MOMENT) == {"read": 1, "quarantined": 0}
    assert [row.body for row in ask(database, "SELECT body FROM documents")] == ["Please call"]
