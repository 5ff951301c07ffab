"""Rule sets: stored by hash, activated once, and judged by as they were."""

from __future__ import annotations

import pytest

from mailroom.casework.rule_sets import activate, active_rules, rules_of_set
from mailroom.errors import PolicyFault
from mailroom.policy.pack import Pack
from mailroom.policy.packs import load_pack
from mailroom.store import tables
from mailroom.store.database import Database
from tests.houses import MOMENT, add, ask
from tests.shared import CHECKOUT


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(CHECKOUT / "include" / "rules", "cms")


def _activate(database: Database, pack: Pack) -> bool:
    with database.transaction() as connection:
        return activate(connection, pack, "owner", MOMENT)


def test_a_pack_is_put_into_force_once(database: Database, pack: Pack) -> None:
    assert _activate(database, pack)
    assert not _activate(database, pack)
    (row,) = ask(database, "SELECT activated_by, activated_at FROM rule_activations")
    assert tuple(row) == ("owner", MOMENT)


def _approve(database: Database, before: Pack, after: Pack) -> None:
    """A report of the change from one to the other, and somebody else's word on it."""
    rules = {before.agency: {"before": before.hash, "after": after.hash}}
    with database.transaction() as connection:
        made = add(
            connection, tables.backtests, hash=f"{before.hash}{after.hash}", rules=rules,
            first_day=MOMENT.date(), last_day=MOMENT.date(), figures={}, made_by="maker",
            made_at=MOMENT,
        )  # fmt: skip
        add(
            connection, tables.rule_approvals, backtest_id=made, made_by="maker",
            approved_by="manager", approved_at=MOMENT, note="",
        )  # fmt: skip


def test_the_newest_activation_is_in_force_and_an_old_set_is_stored_once(
    database: Database, pack: Pack
) -> None:
    wording = pack.wording.model_copy(update={"description": "Other words."})
    other = Pack.model_validate(pack.model_dump() | {"wording": wording.model_dump()})
    _approve(database, pack, other)
    _approve(database, other, pack)
    assert [_activate(database, one) for one in (pack, other, pack)] == [True, True, True]
    assert len(ask(database, "SELECT id FROM rule_sets")) == 2
    with database.transaction() as connection:
        assert active_rules(connection)["cms"].pack.hash == pack.hash


def test_a_stored_set_is_the_pack_it_was(house: Database, pack: Pack) -> None:
    with house.transaction() as connection:
        active = active_rules(connection)["cms"]
        assert rules_of_set(connection, active.rule_set_id, "cms").pack == pack
    assert active.calendar.name == "england-and-wales"


def test_without_an_activation_the_message_says_what_to_do(database: Database) -> None:
    with database.transaction() as connection, pytest.raises(PolicyFault, match="rules activate"):
        active_rules(connection)
