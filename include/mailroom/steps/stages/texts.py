"""The text of items, by part, as several stages need it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from mailroom.store.queries import question


def parts_of(connection: Connection, item_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Parts (subject, text, quoted, attachment:1, …) in reading order, for each item."""
    parts: dict[int, dict[str, str]] = {item_id: {} for item_id in item_ids}
    for row in connection.execute(question("parts_of_items"), {"ids": list(item_ids)}):
        parts[row.item_id][row.part] = row.body
    return parts
