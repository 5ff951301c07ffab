"""Rule sets: the packs as they were when they were activated, by hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert
from sqlalchemy.dialects.postgresql import insert as upsert

from mailroom.errors import DecisionRefused, PolicyFault
from mailroom.policy.calendars import BusinessCalendar, calendar_of
from mailroom.policy.pack import Pack, pack_from_content
from mailroom.store.queries import question
from mailroom.store.tables import rule_activations, rule_sets

OFFICE_CALENDAR = {"cms": "england-and-wales", "ors": "utah"}


@dataclass(frozen=True, slots=True)
class ActiveRules:
    """The rules one agency judges by now."""

    rule_set_id: int
    pack: Pack
    calendar: BusinessCalendar


def activate(connection: Connection, pack: Pack, who: str, moment: datetime) -> bool:
    """Store a pack and make it the one in force; False when it is already.

    The first rules of an agency aside, raises DecisionRefused where nobody else approved a report
    of this very change; the database holds that too.
    """
    present = active_hash(connection, pack.agency)
    if present == pack.hash:
        return False
    approval_id = _approval(connection, pack, present, who) if present else None
    connection.execute(
        upsert(rule_sets).on_conflict_do_nothing(),
        {
            "agency": pack.agency,
            "hash": pack.hash,
            "content": pack.content,
            "stored_at": moment,
        },
    )
    rule_set_id = connection.execute(
        question("rule_set_of_hash"), {"agency": pack.agency, "hash": pack.hash}
    ).scalar_one()
    connection.execute(
        insert(rule_activations),
        {
            "agency": pack.agency,
            "rule_set_id": rule_set_id,
            "activated_at": moment,
            "activated_by": who,
            "approval_id": approval_id,
        },
    )
    return True


def _approval(connection: Connection, pack: Pack, present: str, who: str) -> int:
    asked = {"agency": pack.agency, "before": present, "after": pack.hash, "who": who}
    found = connection.execute(question("approval_of_rules"), asked).scalar()
    if found is None:
        raise DecisionRefused(
            f"the {pack.agency} rules in the files ({pack.hash[:12]}) are not those in force "
            f"({present[:12]}), and nobody else has approved the change: run "
            "`mailroom rules backtest --from DAY --to DAY`, have somebody else run "
            "`mailroom rules approve HASH`, then activate"
        )
    return int(found)


def active_rules(connection: Connection) -> dict[str, ActiveRules]:
    """The rule set in force of each agency. Raises PolicyFault when none was ever activated."""
    rows = connection.execute(question("active_rule_sets")).all()
    if not rows:
        raise PolicyFault("no rules are active: run `mailroom rules activate`")
    return {row.agency: rules_of_set(connection, row.id, row.agency) for row in rows}


def rules_of_set(connection: Connection, rule_set_id: int, agency: str) -> ActiveRules:
    """The rules of one stored set, parsed once in a process."""
    if rule_set_id not in _LOADED:
        content = connection.execute(question("rule_set_content"), {"id": rule_set_id}).scalar_one()
        pack = pack_from_content(content)
        calendar = calendar_of(pack.calendar, OFFICE_CALENDAR[agency])
        _LOADED[rule_set_id] = ActiveRules(rule_set_id, pack, calendar)
    return _LOADED[rule_set_id]


def active_hash(connection: Connection, agency: str) -> str | None:
    """The hash of the rules of an agency that are in force; None before the first activation."""
    rows = connection.execute(question("active_rule_sets")).all()
    return next((row.hash for row in rows if row.agency == agency), None)


_LOADED: dict[int, ActiveRules] = {}
