"""One item whole, for the person who decides on it; who looked is told before any word is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailroom.desk.who import posts
from mailroom.errors import DecisionRefused
from mailroom.store.database import Database
from mailroom.store.narratives import about, tell
from mailroom.store.queries import question

OPEN, SHUT = ">>", "<<"


@dataclass(frozen=True, slots=True)
class Shown:
    """An item with its words by part, the deciding ones between >> and <<, and what is suggested:
    type, score, rule, reference and unclear of each, best first."""

    id: int
    agency: str
    channel: str
    capacity: str
    reason: str
    parts: tuple[tuple[str, str], ...]
    suggestions: tuple[Mapping[str, object], ...]


def show_item(database: Database, item_id: int, who: str, moment: datetime) -> Shown:
    """An item's words, to somebody of its agency's staff register. Raises DecisionRefused."""
    with database.transaction() as connection:
        row = connection.execute(question("item_to_show"), {"id": item_id}).first()
        if row is None:
            raise DecisionRefused(f"item {item_id}: there is no such item")
        if not posts(connection, row.agency, who):
            raise DecisionRefused(
                f"item {item_id}: {who} is not in the staff register of {row.agency}"
            )
        viewed = about(
            row,
            key=f"viewed:{item_id}:{who}:{moment.isoformat()}",
            at=moment,
            author=who,
            event="item_viewed",
            words=f"Item {item_id} was looked at in triage.",
        )
        tell(connection, [viewed])
    with database.transaction() as connection:
        asked = {"ids": [item_id]}
        parts = [
            (one.part, one.body) for one in connection.execute(question("parts_of_items"), asked)
        ]
        found = connection.execute(question("findings_in_full"), {"id": item_id}).mappings().all()
    spans = [span for one in found for span in one["spans"]]
    return Shown(
        item_id,
        row.agency,
        row.channel,
        row.capacity or "unknown",
        row.reason or "no reason is noted",
        tuple((name, marked(text, _of(name, spans))) for name, text in parts),
        tuple(dict(one) for one in found),
    )


def _of(part: str, spans: Iterable[Sequence[object]]) -> list[tuple[int, int]]:
    return [(int(str(start)), int(str(end))) for name, start, end in spans if name == part]


def marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text with passages [start, end) between >> and <<; those that overlap become one."""
    joined: list[list[int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    for start, end in reversed(joined):
        text = text[:start] + OPEN + text[start:end] + SHUT + text[end:]
    return text
