"""Urgent matters: the office named in the pack hears of them in the transaction that found them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert as upsert

from mailroom.casework.notices import Notice, queue_notices
from mailroom.policy.pack import Pack
from mailroom.policy.urgent import UrgentMatter
from mailroom.store.narratives import HOUSE, Narrative, tell
from mailroom.store.tables import escalations


@dataclass(frozen=True, slots=True)
class UrgentItem:
    """An item with the codes of the urgent matters found in it."""

    item_id: int
    pack: Pack
    codes: tuple[str, ...]


def tell_urgent(connection: Connection, found: Sequence[UrgentItem], moment: datetime) -> int:
    """Escalate each urgent item to its offices, once; return how many items there were."""
    pairs = [(one, matter) for one in found for matter in _matters(one)]
    if not pairs:
        return 0
    connection.execute(
        upsert(escalations).on_conflict_do_nothing(),
        [_escalation(one, matter, moment) for one, matter in pairs],
    )
    queue_notices(connection, [_notice(one, matter) for one, matter in pairs], moment)
    tell(connection, [_narrative(one, matter, moment) for one, matter in pairs])
    return len(found)


def _matters(one: UrgentItem) -> list[UrgentMatter]:
    return [matter for matter in one.pack.urgent.matters if matter.code in one.codes]


def _escalation(one: UrgentItem, matter: UrgentMatter, moment: datetime) -> dict[str, object]:
    return {
        "item_id": one.item_id,
        "rung": 0,
        "office": matter.office,
        "trigger": "urgent",
        "reference": matter.reference.words,
        "evidence": {"matter": matter.code},
        "escalated_at": moment,
    }


def _notice(one: UrgentItem, matter: UrgentMatter) -> Notice:
    return Notice(
        key=f"urgent:{one.item_id}:{matter.code}",
        pack=one.pack,
        office=matter.office,
        subject=f"Urgent: {matter.title}",
        words=(
            f"Item {one.item_id} needs a person now: {matter.title}.",
            f"Rests on: {matter.reference.words}.",
            "Open it in the post room; this notice holds nothing of what was written.",
        ),
    )


def _narrative(one: UrgentItem, matter: UrgentMatter, moment: datetime) -> Narrative:
    return Narrative(
        key=f"urgent:{one.item_id}:{matter.code}",
        subject_kind="item",
        subject_id=one.item_id,
        at=moment,
        author=HOUSE,
        event="urgent",
        words=f"{matter.title}: {matter.office} was told.",
        reference=matter.reference.words,
        item_id=one.item_id,
    )
