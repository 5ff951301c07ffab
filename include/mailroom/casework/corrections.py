"""What people in triage decided, as the second reader learns from it."""

from __future__ import annotations

from sqlalchemy import Connection

from mailroom.casework.second_reader.labelled import Labelled
from mailroom.records.finding import ItemText
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity
from mailroom.store.queries import question


def corrections_to_learn_from(connection: Connection, agency: str) -> list[Labelled]:
    """The last decision on each item of an agency, with the item's words; oldest item first."""
    rows = connection.execute(question("corrections_to_learn_from"), {"agency": agency}).all()
    parts: dict[int, dict[str, str]] = {row.item_id: {} for row in rows}
    for part in connection.execute(question("parts_of_items"), {"ids": list(parts)}):
        parts[part.item_id][part.part] = part.body
    return [
        Labelled(
            ItemText(parts[row.item_id], Capacity(row.raised_for), Channel(row.channel)),
            frozenset(row.types),
            invented=False,
        )
        for row in rows
    ]
