"""Urgent matters: the office is told in the transaction that found them, once, and of no person."""

from __future__ import annotations

import pytest

from mailroom.casework.rule_sets import active_rules
from mailroom.casework.urgency import UrgentItem, tell_urgent
from mailroom.store.database import Database
from tests.houses import MOMENT, add_item, ask


@pytest.fixture
def item(house: Database) -> int:
    with house.transaction() as connection:
        return add_item(connection, "item", agency="ors")


def _tell(database: Database, item: int, *codes: str) -> int:
    with database.transaction() as connection:
        pack = active_rules(connection)["ors"].pack
        return tell_urgent(connection, [UrgentItem(item, pack, codes)], MOMENT)


def test_the_office_of_the_matter_is_told(house: Database, item: int) -> None:
    assert _tell(house, item, "threat") == 1
    (row,) = ask(house, "SELECT item_id, office, trigger, rung, reference FROM escalations")
    assert tuple(row)[:4] == (item, "rd", "urgent", 0)
    assert row.reference == "cs-004p, Demanding Caller Procedures, Threats"
    (notice,) = ask(house, "SELECT office, status, body FROM outbox")
    assert (notice.office, notice.status) == ("rd", "queued")
    assert f"Item {item}" in notice.body
    (told,) = ask(house, "SELECT event, subject_kind, subject_id FROM narratives")
    assert tuple(told) == ("urgent", "item", item)


def test_two_matters_of_an_item_are_told_to_both_offices(house: Database, item: int) -> None:
    assert _tell(house, item, "threat", "self_harm") == 1
    offices = {row.office for row in ask(house, "SELECT office FROM escalations")}
    assert offices == {"rd", "team_manager"}


def test_a_matter_is_told_once(house: Database, item: int) -> None:
    _tell(house, item, "threat")
    _tell(house, item, "threat")
    for table in ("escalations", "outbox", "narratives"):
        assert len(ask(house, f"SELECT id FROM {table}")) == 1


def test_nothing_urgent_tells_nobody(house: Database, item: int) -> None:
    assert _tell(house, item) == 0
    assert ask(house, "SELECT id FROM outbox") == []
