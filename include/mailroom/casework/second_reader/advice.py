"""What the second reader's opinion changes: it confirms, or it objects; it never opens alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mailroom.casework.classify_types import Seen
from mailroom.casework.matching.folding import fold
from mailroom.casework.second_reader.reader import Opinion, SecondReader
from mailroom.policy.service_requests import ServiceRequestType
from mailroom.records.finding import Finding, ItemText, Span

CONFIRMS = 0.5
"""From this probability on a doubtful finding of the rules counts as sure."""
OBJECTS = 0.08
"""Below this probability a finding that the rules are sure of goes to a person."""
LEAST_TO_CONFIRM = 0.4
"""A finding the rules hardly make is not confirmed: the reader would open alone."""
SUGGESTS = 0.4
"""From this probability on a type that the rules do not see is suggested to a person."""
WORTH_SHOWING = 0.4
"""Least mean of the rules' score and the reader's probability of a type that a person is shown."""
_OBJECTED = 0.5  # share of a score that is left after an objection
_AS_A_SUGGESTION = 0.49  # the reader alone is never sure


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


def for_a_person(seen: Sequence[Seen], alone: Finding | None, opinion: Opinion) -> list[Finding]:
    """What a person in triage is shown, best first: rules and reader count alike, and what both
    hardly see is left out, save the best there is. `alone` is the reader's own suggestion."""
    findings = [one.finding for one in seen]
    if alone and alone.type not in {one.type for one in findings}:
        findings.append(alone)

    def both(finding: Finding) -> float:
        by_rules = 0.0 if finding is alone else finding.score
        return (by_rules + opinion.of(finding.type)) / 2

    findings.sort(key=lambda finding: -both(finding))
    return [one for one in findings if both(one) >= WORTH_SHOWING] or findings[:1]


def suggestion(
    reader: SecondReader, item: ItemText, opinion: Opinion, kinds: Iterable[ServiceRequestType]
) -> Finding | None:
    """The likeliest of some types, where the reader is sure enough to suggest it to a person."""
    code, chance = opinion.best
    kind = next((one for one in kinds if one.type == code), None)
    if kind is None or chance < SUGGESTS or chance < opinion.nothing:
        return None
    return Finding(
        type=code,
        score=round(min(chance * _OBJECTED, _AS_A_SUGGESTION), 3),
        spans=_places(item, reader.words_for(item, code)),
        rule=f"second reader: {chance:.2f}",
        reference=None if kind.reference.is_local else kind.reference.words,
    )


def _places(item: ItemText, words: Sequence[str]) -> tuple[Span, ...]:
    """The first place of each of some words or pairs in the item's parts."""
    found = []
    for word in words:
        pattern = re.compile(r"\b" + r"\W{1,8}".join(map(re.escape, word.split())) + r"\b", re.I)
        for name, text in item.parts.items():
            if match := pattern.search(fold(text)):
                found.append(Span(match.start(), match.end(), name))
                break
    return tuple(found)
