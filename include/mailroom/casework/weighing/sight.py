"""What `weighed` tells of an item, read back from its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mailroom.casework.matching.native import Ints
from mailroom.records.finding import Span


class Matter(NamedTuple):
    """An urgent matter whose words stand in the item: its number, score and passages."""

    number: int
    score: float
    spans: tuple[Span, ...]


class Sighted(NamedTuple):
    """A type that the rules see: its number among those looked for, its score, which of its
    conditions of `any` hold, from 0, and its passages."""

    number: int
    score: float
    conditions: list[int]
    spans: tuple[Span, ...]


class Sight(NamedTuple):
    """What the item is (`scope`), by bits; its urgent matters; the numbers of the types for which
    hints may not speak; the types seen, best first."""

    scope: int
    matters: list[Matter]
    closed: list[int]
    types: list[Sighted]


def sight_of(told: Ints, parts: Sequence[str]) -> Sight:
    """All that is told of an item with parts of these names."""
    numbers = told.tolist()
    matters: list[Matter] = []
    at = 2
    for _ in range(numbers[1]):
        number, score = numbers[at], numbers[at + 1]
        spans, at = _spans(numbers, at + 2, parts)
        matters.append(Matter(number, score / 1000, spans))
    end = at + 1 + numbers[at]
    closed, types = numbers[at + 1 : end], list[Sighted]()
    at = end + 1
    for _ in range(numbers[end]):
        number, score, count = numbers[at : at + 3]
        then = at + 3 + count
        conditions = numbers[at + 3 : then]
        spans, at = _spans(numbers, then, parts)
        types.append(Sighted(number, score / 1000, conditions, spans))
    return Sight(numbers[0], matters, closed, types)


def _spans(numbers: Sequence[int], at: int, parts: Sequence[str]) -> tuple[tuple[Span, ...], int]:
    """The passages that are told from a place on, and the place after them."""
    end = at + 1 + 3 * numbers[at]
    spans = [
        Span(numbers[each + 1], numbers[each + 2], parts[numbers[each]])
        for each in range(at + 1, end, 3)
    ]
    return tuple(spans), end
