"""What the second reader's opinion changes: it confirms, or it objects; it never opens alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mailroom.casework.classify_types import Seen
from mailroom.casework.second_reader.reader import Opinion

CONFIRMS = 0.5
"""From this probability on a doubtful finding of the rules counts as sure."""
OBJECTS = 0.05
"""Below this probability a finding that the rules are sure of goes to a person."""
LEAST_TO_CONFIRM = 0.4
"""A finding the rules hardly make is not confirmed: the reader would open alone."""
_OBJECTED = 0.5  # share of a score that is left after an objection


@dataclass(frozen=True, slots=True)
class Advised:
    """The types seen after the reader was heard, and the types that it objects to."""

    seen: tuple[Seen, ...]
    objections: tuple[str, ...]


def advised(seen: Sequence[Seen], opinion: Opinion, untouched: frozenset[str]) -> Advised:
    """Hear the reader on every type but the `untouched` ones, which are urgent by themselves."""
    heard, objections = [], []
    for one in seen:
        chance = opinion.of(one.kind.type)
        if one.kind.type in untouched:
            heard.append(one)
        elif one.is_sure and chance < OBJECTS:
            objections.append(one.kind.type)
            heard.append(_scored(one, one.finding.score * _OBJECTED, "doubted", chance))
        elif not one.is_sure and chance >= CONFIRMS and one.finding.score >= LEAST_TO_CONFIRM:
            heard.append(_scored(one, one.kind.match.threshold, "confirmed", chance))
        else:
            heard.append(one)
    heard.sort(key=lambda one: -one.finding.score)
    return Advised(tuple(heard), tuple(objections))


def _scored(one: Seen, score: float, what: str, chance: float) -> Seen:
    rule = f"{one.finding.rule}; {what} by the second reader ({chance:.2f})"
    return replace(one, finding=replace(one.finding, score=round(score, 3), rule=rule))
