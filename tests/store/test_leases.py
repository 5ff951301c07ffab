"""Claims: each item to one worker, the pressing ones first, and a fence against the slow."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from mailroom.errors import LeaseLost
from mailroom.records.mail import ItemStatus
from mailroom.store import leases
from mailroom.store.database import Database
from tests.store.making import MOMENT, add_items

RECEIVED = ItemStatus.RECEIVED


def _items(database: Database, count: int = 1, reference: str = "r1", **columns: object) -> list:
    with database.transaction() as connection:
        return add_items(connection, count, reference, **columns)


def _claim(database: Database, holder: str, limit: int = 10) -> leases.Claim:
    with database.transaction() as connection:
        return leases.claim_items(connection, holder, RECEIVED, limit)


def _run(database: Database, statement: str) -> None:
    with database.transaction() as connection:
        connection.execute(text(statement))


def _expire(database: Database) -> None:
    _run(database, "UPDATE leases SET until = clock_timestamp() - interval '1 second'")


def test_urgent_items_come_first_then_born_digital_ones_then_scans(database: Database) -> None:
    scan = _items(database, reference="scan", priority=2, received_at=MOMENT - timedelta(days=3))
    new = _items(database, reference="new", priority=1)
    old = _items(database, reference="old", priority=1, received_at=MOMENT - timedelta(hours=1))
    urgent = _items(database, reference="urgent", priority=0)
    assert [row.id for row in _claim(database, "a").rows] == urgent + old + new + scan
    assert [row.id for row in _claim(database, "a", limit=1).rows] == urgent


def test_what_is_claimed_is_not_claimed_by_another(database: Database) -> None:
    _items(database, 3)
    assert len(_claim(database, "a", limit=2).rows) == 2
    assert len(_claim(database, "b").rows) == 1
    assert not _claim(database, "c").rows


def test_items_of_another_status_are_not_claimed(database: Database) -> None:
    _items(database, status=ItemStatus.READ)
    assert not _claim(database, "a").rows


def test_a_claim_counts_a_try_and_giving_back_takes_it_off(database: Database) -> None:
    ids = _items(database)
    claim = _claim(database, "a")
    assert [row.tries for row in claim.rows] == [1]
    with database.transaction() as connection:
        leases.give_back(connection, claim.lease_id, ids)
    assert [row.tries for row in _claim(database, "b").rows] == [1]


def test_a_holder_that_starts_again_has_its_items_at_once(database: Database) -> None:
    ids = _items(database)
    first = _claim(database, "a")
    assert [row.id for row in _claim(database, "a").rows] == ids
    with pytest.raises(LeaseLost), database.transaction() as connection:
        leases.fence(connection, first.lease_id)


def test_an_expired_lease_is_claimable_and_its_holder_refused(database: Database) -> None:
    ids = _items(database)
    slow = _claim(database, "a")
    _expire(database)
    assert [row.id for row in _claim(database, "b").rows] == ids
    with pytest.raises(LeaseLost), database.transaction() as connection:
        leases.fence_items(connection, slow.lease_id, ids)
    with pytest.raises(LeaseLost), database.transaction() as connection:
        leases.renew(connection, slow.lease_id)


def test_renewing_moves_the_end_of_a_lease(database: Database) -> None:
    _items(database)
    claim = _claim(database, "a")
    _run(database, "UPDATE leases SET until = clock_timestamp() + interval '1 second'")
    with database.transaction() as connection:
        leases.renew(connection, claim.lease_id, seconds=900)
        left = "SELECT until - clock_timestamp() > interval '14 minutes' FROM leases"
        assert connection.execute(text(left)).scalar_one()


def test_items_in_other_hands_are_not_finished(database: Database) -> None:
    ids = _items(database)
    claim = _claim(database, "a")
    _run(database, "UPDATE items SET lease_id = NULL")
    with pytest.raises(LeaseLost), database.transaction() as connection:
        leases.fence_items(connection, claim.lease_id, ids)


def test_nobody_takes_items_while_their_results_are_written(database: Database) -> None:
    ids = _items(database)
    claim = _claim(database, "a")
    with database.transaction() as connection:
        leases.fence_items(connection, claim.lease_id, ids)
        # The end passes while the holder is still writing: the other sees it, and finds them held.
        connection.execute(text("UPDATE leases SET until = clock_timestamp()"))
        with ThreadPoolExecutor(1) as pool:
            assert not pool.submit(_claim, database, "b").result(timeout=10).rows


def test_sixteen_workers_claim_two_thousand_items_once_each(database: Database) -> None:
    ids = _items(database, 2000)
    assert _taken_by_sixteen(database) == Counter(ids)


def test_sixteen_workers_share_out_what_a_dead_one_held(database: Database) -> None:
    ids = _items(database, 500)
    _claim(database, "dead", limit=500)
    _expire(database)
    assert _taken_by_sixteen(database) == Counter(ids)


def _taken_by_sixteen(database: Database) -> Counter[int]:
    with ThreadPoolExecutor(16) as pool:
        takings = list(pool.map(lambda worker: _take_all(database, worker), range(16)))
    return Counter(item_id for taking in takings for item_id in taking)


def _take_all(database: Database, worker: int) -> list[int]:
    taken: list[int] = []
    while rows := _claim(database, f"worker-{worker}-{len(taken)}", limit=20).rows:
        taken += [row.id for row in rows]
    return taken
