"""A person's word on what an item asks for, where the rules could not tell. Kept as a correction.

The item goes on from `classified` like any other: the next run opens the requests, dated from the
day of receipt. What only an employer may ask is opened for nobody else (dwp-emc, Create an SR).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert
from sqlalchemy.dialects.postgresql import insert as upsert

from mailroom.casework.rule_sets import ActiveRules, active_rules
from mailroom.desk.who import posts
from mailroom.errors import DecisionRefused
from mailroom.policy.service_requests import ServiceRequestType
from mailroom.records.mail import ItemStatus
from mailroom.records.sender import Capacity
from mailroom.store.database import Database
from mailroom.store.narratives import Narrative, about, tell
from mailroom.store.queries import question
from mailroom.store.tables import corrections, findings

CONFLICT = "sender_conflict"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item in triage, as a list shows it. `suggested` are the rules' types, best first."""

    id: int
    agency: str
    channel: str
    received_at: datetime
    urgent: tuple[str, ...]
    reason_code: str | None
    reason: str
    capacity: str | None
    suggested: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decides on an item: the types it asks for, none of them if it asks nothing.

    `raised_for` says in which capacity the sender asks, where the person knows better than the
    registers.
    """

    item_id: int
    types: tuple[str, ...]
    why: str
    raised_for: Capacity | None = None


def waiting(database: Database, agency: str | None = None) -> list[Waiting]:
    """The items in triage, urgent ones first, then the oldest."""
    with database.transaction() as connection:
        rows = connection.execute(question("triage_waiting"), {"agency": agency})
        return [
            Waiting(
                **{**row._mapping, "urgent": tuple(row.urgent), "suggested": tuple(row.suggested)}
            )
            for row in rows
        ]


def decide(database: Database, decision: Decision, who: str, moment: datetime) -> None:
    """Put an item in triage on its way, and keep what was decided.

    Raises DecisionRefused with the reason in words: somebody was quicker, a type does not exist,
    may not be raised for this sender, or nobody said why.
    """
    with database.transaction() as connection:
        row = connection.execute(question("lock_triage_item"), {"id": decision.item_id}).first()
        if row is None:
            raise DecisionRefused(f"item {decision.item_id}: there is no such item")
        if why_not := _refusal(connection, row, decision, who):
            raise DecisionRefused(f"item {decision.item_id}: {why_not}")
        sender = _sender(connection, decision)
        rules = active_rules(connection)[row.agency]
        kinds = _kinds(rules, row, sender.capacity, decision)
        _keep(connection, row, sender, decision, who, moment)
        _replace_findings(connection, decision, kinds, who)
        _move(connection, decision, who)
        tell(connection, [_narrative(sender, decision, who, moment)])


def _refusal(connection: Connection, row: Row[Any], decision: Decision, who: str) -> str | None:
    if row.status != ItemStatus.TRIAGE:
        last = connection.execute(question("last_correction"), {"id": row.id}).first()
        by = f" by {last.decided_by} at {last.decided_at:%d %b %Y %H:%M} UTC" if last else ""
        return f"it is {row.status} already{by}; nothing was changed"
    if not posts(connection, row.agency, who):
        return f"{who} is not in the staff register of {row.agency}"
    if not decision.why.strip():
        return "say why, in a few words: the next reader learns from it"
    if row.reason_code == CONFLICT and decision.types:
        return (
            "two register entries or the headers of the message claim to be the sender; "
            "nothing is opened until operations have settled who wrote"
        )
    return None


def _sender(connection: Connection, decision: Decision) -> Row[Any]:
    if decision.raised_for:
        asked = {"id": decision.item_id, "capacity": decision.raised_for}
        connection.execute(question("state_capacity"), asked)
    return connection.execute(question("senders_of_items"), {"ids": [decision.item_id]}).one()


def _kinds(
    rules: ActiveRules, row: Row[Any], capacity: str, decision: Decision
) -> list[ServiceRequestType]:
    day = rules.calendar.local_day(row.received_at)
    found = []
    for code in decision.types:
        kind = rules.pack.type_on(code, day)
        if kind is None:
            known = ", ".join(sorted(one.type for one in rules.pack.types_on(day)))
            raise DecisionRefused(f"item {row.id}: no type {code}; the types are {known}")
        if not kind.may_be_raised_for(Capacity(capacity)):
            allowed = " or ".join(kind.raised_for)
            raise DecisionRefused(
                f"item {row.id}: {code} is raised for {allowed}, and the sender is {capacity} "
                f"({kind.reference.words}); if you know better, add --raised-for"
            )
        found.append(kind)
    return found


def _keep(
    connection: Connection,
    row: Row[Any],
    sender: Row[Any],
    decision: Decision,
    who: str,
    moment: datetime,
) -> None:
    found = connection.execute(question("findings_in_full"), {"id": row.id})
    connection.execute(
        insert(corrections),
        {
            "item_id": row.id,
            "agency": row.agency,
            "was_status": row.status,
            "was_types": [one.type for one in found],
            "types": list(decision.types),
            "raised_for": sender.capacity,
            "rule_set_id": row.rule_set_id,
            "decided_by": who,
            "decided_at": moment,
            "why": decision.why,
        },
    )


def _replace_findings(
    connection: Connection, decision: Decision, kinds: Sequence[ServiceRequestType], who: str
) -> None:
    """What the machine found and the person did not is in the correction, and opens nothing."""
    kept = {"id": decision.item_id, "kept": list(decision.types)}
    connection.execute(question("drop_findings"), kept)
    if kinds:
        connection.execute(
            upsert(findings).on_conflict_do_nothing(),
            [_finding(decision.item_id, kind, who) for kind in kinds],
        )


def _finding(item_id: int, kind: ServiceRequestType, who: str) -> dict[str, object]:
    return {
        "item_id": item_id,
        "type": kind.type,
        "score": 1.0,
        "spans": [],
        "rule": f"decided by {who}",
        "reference": None if kind.reference.is_local else kind.reference.words,
        "unclear": [],
    }


def _move(connection: Connection, decision: Decision, who: str) -> None:
    asked = ", ".join(decision.types) or "nothing of the agency"
    connection.execute(
        question("decide_triage_item"),
        {
            "id": decision.item_id,
            "status": ItemStatus.CLASSIFIED if decision.types else ItemStatus.NO_REQUEST,
            "reason_code": None,
            "reason": f"{who} decided: it asks for {asked}",
        },
    )


def _narrative(sender: Row[Any], decision: Decision, who: str, moment: datetime) -> Narrative:
    asked = ", ".join(decision.types) or "nothing of the agency"
    return about(
        sender,
        key=f"triage:{decision.item_id}:{moment.isoformat()}",
        at=moment,
        author=who,
        event="triage_decided",
        words=f"Item {decision.item_id}: decided by hand that it asks for {asked}.",
    )
