"""One item never costs its neighbours, and a fault of the machinery costs nobody a try."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, insert

from mailroom.errors import LeaseLost, MachineryFault, ObjectLost
from mailroom.records.mail import ItemStatus
from mailroom.steps.chunks import Rows, Stage, run_stage
from mailroom.store import leases
from mailroom.store.database import Database
from mailroom.store.queries import question
from mailroom.store.tables import findings
from tests.houses import ask
from tests.store.making import add_items

Work = Callable[[Rows, int], dict[int, float]]
STATUSES = "SELECT id, status, tries, reason_code, lease_id FROM items ORDER BY id"


@pytest.fixture
def items(database: Database) -> list[int]:
    with database.transaction() as connection:
        return add_items(connection, 8)


def _good(rows: Rows, lease_id: int) -> dict[int, float]:
    return {row.id: 0.5 for row in rows}


def _save(connection: Connection, results: dict[int, float]) -> dict[str, int]:
    rows = [
        {"item_id": one, "type": "t", "score": score, "spans": [], "rule": "r", "unclear": []}
        for one, score in results.items()
    ]
    connection.execute(insert(findings), rows)
    connection.execute(question("move_items"), {"ids": list(results), "status": ItemStatus.READ})
    return {"read": len(results)}


def _run(
    database: Database, work: Work, save: Callable = _save, holder: str = "w"
) -> dict[str, int]:
    return run_stage(database, Stage(ItemStatus.RECEIVED, 8, work, save), holder)


def _poisoned(poison: int, fault: Callable[[], Exception]) -> Work:
    def work(rows: Rows, lease_id: int) -> dict[int, float]:
        if poison in [row.id for row in rows]:
            raise fault()
        return _good(rows, lease_id)

    return work


def test_a_chunk_is_taken_through(database: Database, items: list[int]) -> None:
    assert _run(database, _good) == {"read": 8}
    assert {row.status for row in ask(database, STATUSES)} == {"read"}
    assert ask(database, "SELECT id FROM leases WHERE ended_at IS NULL") == []


def test_a_culprit_of_the_work_is_set_aside_after_three_tries_and_the_others_go_on(
    database: Database, items: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    poison = items[3]
    counts = _run(database, _poisoned(poison, lambda: KeyError("Jane Doe's letter")))
    assert counts == {"read": 7, "quarantined": 1}
    (bad,) = [row for row in ask(database, STATUSES) if row.status != "read"]
    assert (bad.id, bad.status, bad.reason_code) == (poison, "quarantined", "tried_too_often")
    assert "Jane Doe" not in caplog.text


def test_a_culprit_of_the_write_is_set_aside_at_once_and_the_others_go_on(
    database: Database, items: list[int]
) -> None:
    def work(rows: Rows, lease_id: int) -> dict[int, float]:
        return {row.id: 7.0 if row.id == items[0] else 0.5 for row in rows}  # 7 is no score

    assert _run(database, work) == {"read": 7, "quarantined": 1}
    bad, *good = ask(database, STATUSES)
    assert (bad.status, bad.reason_code) == ("quarantined", "cannot_be_stored")
    assert {row.status for row in good} == {"read"}
    assert len(ask(database, "SELECT id FROM findings")) == 7


def test_a_culprit_that_ends_its_worker_takes_no_other_along(
    database: Database, items: list[int]
) -> None:
    class Died(BaseException):
        """As if the process had ended: nothing of ours runs after it."""

    poison = items[5]
    for _ in range(60):
        try:
            _run(database, _poisoned(poison, Died))  # type: ignore[arg-type]
        except Died:
            continue
        break
    states = {row.id: row.status for row in ask(database, STATUSES)}
    assert states.pop(poison) == "quarantined"
    assert set(states.values()) == {"read"}


@pytest.mark.parametrize("fault", [MachineryFault, OSError, MemoryError, LeaseLost])
def test_a_fault_of_the_machinery_raises_and_burns_no_try(
    database: Database, items: list[int], fault: type[Exception]
) -> None:
    for _ in range(5):
        with pytest.raises(fault):
            _run(database, _poisoned(items[0], lambda: fault("away")))
    rows = ask(database, STATUSES)
    assert {(row.status, row.tries, row.lease_id) for row in rows} == {("received", 0, None)}
    assert _run(database, _good) == {"read": 8}


def test_a_quarantined_items_receipt_holds_nothing_more_to_find(
    database: Database, items: list[int]
) -> None:
    ask(database, "UPDATE items SET tries = 3")
    assert _run(database, _good) == {"quarantined": 8}
    assert [row.status for row in ask(database, "SELECT status FROM receipts")] == ["ingested"]


def test_who_lost_the_lease_changes_nothing(database: Database, items: list[int]) -> None:
    def slow(rows: Rows, lease_id: int) -> dict[int, float]:
        ask(database, "UPDATE leases SET until = clock_timestamp()")
        with database.transaction() as connection:
            leases.claim_items(connection, "other", ItemStatus.RECEIVED, 8)
        return _good(rows, lease_id)

    with pytest.raises(LeaseLost):
        _run(database, slow)
    rows = ask(database, STATUSES)
    assert {(row.status, row.tries) for row in rows} == {("received", 2)}
    assert ask(database, "SELECT id FROM findings") == []


def test_a_spent_budget_ends_the_loop_and_the_next_run_goes_on(
    database: Database, items: list[int]
) -> None:
    stage = Stage(ItemStatus.RECEIVED, 8, _good, _save)
    assert run_stage(database, stage, "w", budget_seconds=0.0) == {}
    assert _run(database, _good) == {"read": 8}


def test_an_item_whose_original_is_lost_waits_for_it_and_raises_after_the_others(
    database: Database, items: list[int]
) -> None:
    work = _poisoned(items[3], lambda: ObjectLost("object abc… is missing from the store"))
    for _ in range(4):  # oftener than an item may be tried
        with pytest.raises(ObjectLost, match="abc"):
            _run(database, work)
    rows = ask(database, STATUSES)
    assert [row.id for row in rows if row.status == "read"] == [*items[:3], *items[4:]]
    (waiting,) = [row for row in rows if row.status == "received"]
    assert (waiting.id, waiting.tries, waiting.lease_id) == (items[3], 0, None)
    assert _run(database, _good) == {"read": 1}
