"""The text of items, by part, and what of them nobody looked at, as several stages need it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from mailroom.records.reading import Unread, unread_of
from mailroom.store.queries import question


def parts_of(connection: Connection, item_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Parts (subject, text, quoted, attachment:1, …) in reading order, for each item."""
    parts: dict[int, dict[str, str]] = {item_id: {} for item_id in item_ids}
    for row in connection.execute(question("parts_of_items"), {"ids": list(item_ids)}):
        parts[row.item_id][row.part] = row.body
    return parts


def parts_with_names_of(
    connection: Connection, item_ids: Sequence[int]
) -> dict[int, dict[str, str]]:
    """The same with the names of attachments as parts of their own: attachment_name:1, …"""
    parts: dict[int, dict[str, str]] = {item_id: {} for item_id in item_ids}
    for row in connection.execute(question("parts_of_items"), {"ids": list(item_ids)}):
        parts[row.item_id][row.part] = row.body
        place, _, number = row.part.partition(":")
        if place == "attachment" and row.name:
            parts[row.item_id][f"attachment_name:{number}"] = row.name
    return parts


def unread_in(connection: Connection, item_ids: Sequence[int]) -> dict[int, tuple[Unread, ...]]:
    """What nobody looked at, in reading order, for each item."""
    unread: dict[int, tuple[Unread, ...]] = dict.fromkeys(item_ids, ())
    for row in connection.execute(question("unread_of_items"), {"ids": list(item_ids)}):
        found = unread_of(row.part, row.unread_reason, tuple(row.notes))
        unread[row.item_id] = (*unread[row.item_id], *found)
    return unread
