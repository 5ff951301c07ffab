"""All literals of a pack against one flat text: Aho-Corasick, one pass however many they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

import ahocorasick_rs

Hit = tuple[int, int, int]
"""A literal's number, and the characters [start, end) it takes with the blanks around it."""


class Engine(Protocol):
    """Finds literals by number."""

    def hits(self, flat: str) -> Sequence[Hit]:
        """Every place of every literal in a flat text, by where it ends."""
        ...


class AhoCorasick:
    """The engine in use."""

    def __init__(self, literals: Sequence[str]) -> None:
        self._automaton = ahocorasick_rs.AhoCorasick(
            literals, implementation=ahocorasick_rs.Implementation.ContiguousNFA
        )

    def hits(self, flat: str) -> Sequence[Hit]:
        """Every place of every literal in a flat text."""
        return self._automaton.find_matches_as_indexes(flat, overlapping=True)


class OneByOne:
    """The same with `re`, one literal after the other: what the automaton is measured against."""

    def __init__(self, literals: Sequence[str]) -> None:
        self._patterns = [
            re.compile(re.escape(one.strip()).join((r"\b", r"\b" if one.endswith(" ") else "")),
                       re.IGNORECASE)
            for one in literals
        ]  # fmt: skip
        self._after = [int(one.endswith(" ")) for one in literals]

    def hits(self, flat: str) -> Sequence[Hit]:
        """Every place of every literal in a flat text."""
        found = [
            (number, match.start() - 1, match.end() + self._after[number])
            for number, pattern in enumerate(self._patterns)
            for match in pattern.finditer(flat)
        ]
        return sorted(found, key=lambda hit: hit[2])


ENGINES: dict[str, type[AhoCorasick | OneByOne]] = {
    "aho-corasick": AhoCorasick,
    "re": OneByOne,
}


def engine_for(literals: Sequence[str], name: str | None = None) -> Engine:
    """An engine over literals that are numbered by their place in the list."""
    return ENGINES[name or "aho-corasick"](literals)
