"""Narratives: what happened on a case, an employer or an item, told once and never changed.

Each subject has its own chain: a narrative's hash covers its content and the hash before it. The
head of the chain is locked while it grows, so that two writers never take the same number.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy import Connection, insert, select

from mailroom.store.queries import question
from mailroom.store.tables import narratives

START = "0" * 64
HOUSE = "mailroom"
"""Who did what no person did: the author of what the line does by itself."""


@dataclass(frozen=True, slots=True)
class Narrative:
    """One entry to be told. `key` names the event in the domain: telling it again tells nothing.

    `subject_kind` is case, employer, employer_agent or item. `reference` is the paragraph the
    event rests on, or None.
    """

    key: str
    subject_kind: str
    subject_id: int
    at: datetime
    author: str
    event: str
    words: str
    reference: str | None = None
    item_id: int | None = None


class Tied(Protocol):
    """A row that says what it is tied to: an item, and the register rows it belongs to."""

    @property
    def item_id(self) -> int: ...
    @property
    def case_id(self) -> int | None: ...
    @property
    def employer_id(self) -> int | None: ...
    @property
    def employer_agent_id(self) -> int | None: ...


def about(
    tied: Tied,
    *,
    key: str,
    at: datetime,
    event: str,
    words: str,
    reference: str | None = None,
    author: str = HOUSE,
) -> Narrative:
    """An entry in the history this belongs to: of the case, else the employer, the employer's
    agent, or the item itself."""
    subjects = (
        ("case", tied.case_id),
        ("employer", tied.employer_id),
        ("employer_agent", tied.employer_agent_id),
        ("item", tied.item_id),
    )
    kind, subject_id = next((kind, id_) for kind, id_ in subjects if id_ is not None)
    return Narrative(key, kind, subject_id, at, author, event, words, reference, tied.item_id)


def tell(connection: Connection, entries: Sequence[Narrative]) -> int:
    """Append entries that are not told yet, each to its subject's chain; return how many."""
    if not entries:
        return 0
    heads = _lock_heads(connection, entries)
    fresh = _untold(connection, entries)  # asked behind the lock: another writer may have told it
    if not fresh:
        return 0
    rows = []
    for entry in fresh:
        subject = (entry.subject_kind, entry.subject_id)
        sequence, previous = heads[subject]
        row = _row(entry, sequence + 1, previous)
        heads[subject] = (sequence + 1, str(row["hash"]))
        rows.append(row)
    connection.execute(insert(narratives), rows)
    connection.execute(
        question("move_narrative_heads"),
        [
            {"kind": kind, "id": id_, "sequence": sequence, "hash": hash_}
            for (kind, id_), (sequence, hash_) in heads.items()
        ],
    )
    return len(rows)


def entry_hash(row: dict[str, object]) -> str:
    """SHA-256 over a narrative's canonical JSON and the hash before it."""
    content = {name: row[name] for name in sorted(row) if name not in ("id", "hash")}
    if isinstance(content["at"], datetime):
        content["at"] = content["at"].astimezone(UTC).isoformat()
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _untold(connection: Connection, entries: Sequence[Narrative]) -> list[Narrative]:
    by_key = {entry.key: entry for entry in entries}
    told = connection.execute(
        select(narratives.c.narrative_key).where(narratives.c.narrative_key.in_(list(by_key)))
    ).scalars()
    for key in told:
        del by_key[key]
    return list(by_key.values())


def _lock_heads(
    connection: Connection, entries: Sequence[Narrative]
) -> dict[tuple[str, int], tuple[int, str]]:
    subjects = sorted({(entry.subject_kind, entry.subject_id) for entry in entries})
    kinds = [kind for kind, _ in subjects]
    ids = [id_ for _, id_ in subjects]
    connection.execute(
        question("start_narrative_heads"), {"kinds": kinds, "ids": ids, "start": START}
    )
    rows = connection.execute(question("lock_narrative_heads"), {"kinds": kinds, "ids": ids})
    return {(row.subject_kind, row.subject_id): (row.sequence, row.hash) for row in rows}


def _row(entry: Narrative, sequence: int, previous: str) -> dict[str, object]:
    row: dict[str, object] = {
        "narrative_key": entry.key,
        "subject_kind": entry.subject_kind,
        "subject_id": entry.subject_id,
        "sequence": sequence,
        "at": entry.at,
        "author": entry.author,
        "event": entry.event,
        "words": entry.words,
        "reference": entry.reference,
        "item_id": entry.item_id,
        "previous_hash": previous,
    }
    return row | {"hash": entry_hash(row)}
