"""The whole line over files nobody here wrote: every one of them is accounted for."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from mailroom.settings import from_environment
from mailroom.steps import collect_mail, process_mail, reconcile_mail
from mailroom.steps.rules import activate_packs
from mailroom.store.database import Database
from tests.shared import SAMPLES, needs_samples

MOMENT = datetime(2026, 11, 23, 7, tzinfo=UTC)
PLACES = {
    "email": "cms/email/new",
    "fax": "cms/fax/recvq",
    "pdf": "cms/letters",
    "docx": "cms/letters",
    "fax_ref": "cms/letters",
    "csv": "cms/letters",
}


@pytest.fixture
def real_files(database: Database) -> dict[str, int]:
    """All sample files as mail at the CMS sources, each under a name of its own."""
    mail = from_environment().mail
    placed = dict.fromkeys(("email", "fax", "letter"), 0)
    for kind, place in PLACES.items():
        folder = mail / place
        folder.mkdir(parents=True, exist_ok=True)
        for path in _files(SAMPLES / kind):
            shutil.copyfile(path, folder / "-".join(path.relative_to(SAMPLES).parts))
            placed[kind if kind in placed else "letter"] += 1
    return placed


@needs_samples
@pytest.mark.database
def test_every_real_file_is_accounted_for(database: Database, real_files: dict[str, int]) -> None:
    activate_packs("tests", MOMENT)
    for channel, source in (("email", "email"), ("fax", "fax"), ("letter", "letters")):
        counts = collect_mail.collect(f"cms-{source}", MOMENT)
        assert sum(counts.values()) == real_files[channel]
    for stage in (
        process_mail.read,
        process_mail.identify,
        process_mail.classify,
        process_mail.open_requests,
    ):
        stage(0, MOMENT)
    reconcile_mail.reconcile(MOMENT)
    assert sum(real_files.values()) == _number(database, "SELECT count(*) FROM receipts")
    assert _number(database, IN_FLIGHT) == 0
    assert _number(database, WITHOUT_REASON) == 0


IN_FLIGHT = """
SELECT count(*) FROM items WHERE status IN ('received', 'read', 'identified', 'classified')
"""
WITHOUT_REASON = """
SELECT (SELECT count(*) FROM items WHERE status = 'quarantined' AND reason IS NULL)
     + (SELECT count(*) FROM receipts WHERE status = 'quarantined' AND reason IS NULL)
     + (SELECT count(*) FROM receipts r WHERE status = 'ingested'
          AND NOT EXISTS (SELECT FROM items i WHERE i.receipt_id = r.id))
"""


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _number(database: Database, question: str) -> int:
    with database.transaction() as connection:
        return int(connection.execute(text(question)).scalar_one())
