"""Reconciling: objects are there, the history stays, and what is broken is told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from mailroom.errors import QualityFault
from mailroom.quality.reconciliation import EQUATIONS, STORED
from mailroom.steps.reconcile_mail import reconcile
from mailroom.store.database import connect
from mailroom.store.tables import reconciliations
from tests.databases import Urls
from tests.quality.conftest import plant
from tests.steps.line import digest

MOMENT = datetime(2026, 11, 23, 7, tzinfo=UTC)


def _history() -> dict[str, tuple[int, list[int]]]:
    with connect().transaction() as connection:
        rows = connection.execute(select(reconciliations)).all()
    return {row.equation: (row.broken, row.broken_ids) for row in rows}


def _object_of(content_hash_start: str, var: Path) -> Path:
    return next((var / "objects").rglob(f"{content_hash_start}*"))


def test_a_good_house_adds_up(good_house: Urls) -> None:
    counts = reconcile(MOMENT)
    assert counts["equations"] == len(EQUATIONS) + len(STORED)
    assert counts["in_flight"] == 1
    assert _history() == {name: (0, []) for name in (*EQUATIONS, *STORED)}


def test_an_empty_house_adds_up(database_urls: Urls) -> None:
    assert reconcile(MOMENT)["lines"] == 0


def test_a_missing_original_is_found(good_house: Urls, tmp_path: Path) -> None:
    _object_of("16367aacb67a4a01", tmp_path / "var").unlink()  # SHA-256 of `second`
    with pytest.raises(QualityFault, match="originals_are_stored does not hold in 1 line "):
        reconcile(MOMENT)
    assert _history()["originals_are_stored"] == (1, [2])


def test_a_missing_archive_copy_is_found(good_house: Urls, tmp_path: Path) -> None:
    plant(good_house, "UPDATE letters SET archive_sha256 = repeat('a', 64) WHERE id = 2")
    with pytest.raises(QualityFault, match="archive_is_stored does not hold in 1 line "):
        reconcile(MOMENT)
    assert _history()["archive_is_stored"] == (1, [2])


def test_every_broken_equation_is_told_with_its_place_and_kept(good_house: Urls) -> None:
    plant(good_house, "DELETE FROM obligations; DELETE FROM dispatches")
    with pytest.raises(QualityFault) as fault:
        reconcile(MOMENT)
    assert str(fault.value) == (
        "plans_of_service_requests does not hold in 1 line "
        "(first: cms, email, 2026-11-20: 2 in all, 1 accounted for); "
        "dispatches_of_batches does not hold in 1 line "
        "(first: cms, 2026-11-20: 1 in all, 0 accounted for)"
    )
    assert _history()["plans_of_service_requests"] == (1, [1])


def test_reconciling_changes_nothing_but_its_history(good_house: Urls) -> None:
    before = digest(connect())
    assert reconcile(MOMENT) == reconcile(MOMENT)
    assert digest(connect()) == before
