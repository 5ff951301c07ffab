"""Texts with the types that they ask for: from files, from the examples beside the rules."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mailroom.casework.classify_examples import example_item
from mailroom.errors import PolicyFault
from mailroom.policy.pack import Pack
from mailroom.records.finding import ItemText
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity


@dataclass(frozen=True, slots=True)
class Labelled:
    """An item and the types it asks for; none: it asks nothing. `acceptable` are no error.

    `invented` texts were written for this project and name no real person.
    """

    item: ItemText
    types: frozenset[str]
    acceptable: frozenset[str] = frozenset()
    invented: bool = True

    def tells(self, type_: str) -> bool:
        """Whether it says if a type is asked for: of what is merely acceptable, it does not."""
        return type_ in self.types or type_ not in self.acceptable


def fingerprint(texts: Iterable[Labelled], adapter: str) -> str:
    """SHA-256 (hex) of labelled texts in any order, and of what the encoder had learnt before: the
    same texts heard by the same encoder make the same reader."""
    lines = sorted(
        json.dumps([dict(one.item.parts), one.item.capacity, one.item.channel, sorted(one.types),
                    one.invented])
        for one in texts
    )  # fmt: skip
    return hashlib.sha256("\n".join([*lines, adapter]).encode()).hexdigest()


def from_examples(pack: Pack) -> Iterator[Labelled]:
    """The examples beside a pack's rules."""
    for kind in pack.service_requests:
        for example in kind.examples.match:
            item = example_item(example, kind.raised_for)
            yield Labelled(item, frozenset({kind.type, *example.also}))
        for example in kind.examples.no_match:
            item = example_item(example, kind.raised_for)
            yield Labelled(item, frozenset(example.also))


def from_file(path: Path, pack: Pack) -> list[Labelled]:
    """The labelled texts of a JSON lines file: text, sender, channel, types, acceptable.

    Raises PolicyFault naming file and line where one cannot be used.
    """
    codes = {kind.type for kind in pack.service_requests}
    found = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                found.append(_labelled(f"{path.name} line {number}", line, codes))
    return found


def _labelled(where: str, line: str, codes: set[str]) -> Labelled:
    try:
        row: dict[str, Any] = json.loads(line)
        item = ItemText({"text": row["text"]}, Capacity(row["sender"]), Channel(row["channel"]))
        types, acceptable = frozenset(row["types"]), frozenset(row.get("acceptable", ()))
    except (ValueError, KeyError, TypeError) as fault:
        raise PolicyFault(
            f"{where}: {type(fault).__name__} {fault}; a line has text, sender, channel and types"
        ) from None
    if unknown := (types | acceptable) - codes:
        raise PolicyFault(f"{where}: no type {min(unknown)} in the pack; correct the name")
    return Labelled(item, types, acceptable)
