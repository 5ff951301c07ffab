"""What the second reader's opinion changes: it confirms, or it doubts; it never opens alone.

Words have to speak for a type that opens: those of a condition, or, where the reader is nearly sure
and sees nothing else, one of the type's hints (ADR 0009).

Rules and reader are two witnesses: their log-odds add up. The weights were fitted by logistic
regression on labelled texts that neither the rules' authors nor the reader had seen (ADR 0010).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mailroom.casework.classify_types import Seen
from mailroom.casework.second_reader.reader import Opinion
from mailroom.policy.service_requests import ServiceRequestType

READER, SEEN, SURE = 1.0, 0.5, 1.0
"""Weight of the reader's log-odds; log-odds for a type that the rules see, and surely."""
DOUBTS = 0.3
"""From this chance on a type that is not sure enough sends the item to a person."""
MISSED = 0.5
"""From this chance on a type that no rule sees sends the item to a person."""
HINTED = 0.85
"""From this probability on the reader is nearly sure of a type, and is believed on a hint, """
ALONE = 0.3
"""if there is no type between this and that, and nothing at all is less likely than this."""
_LEAST = 1e-4  # no witness is ever certain


@dataclass(frozen=True, slots=True)
class Advised:
    """The types seen after the reader was heard, and why a person is needed if it objects."""

    seen: tuple[Seen, ...]
    why: str | None = None


def chance(seen: Seen | None, probability: float) -> float:
    """How likely a type is asked for, 0 to 1, by what the rules see and what the reader says."""
    certain = min(max(probability, _LEAST), 1 - _LEAST)
    odds = READER * math.log(certain / (1 - certain))
    if seen:
        odds += SEEN + (SURE if seen.is_sure else 0.0)
    return 1 / (1 + math.exp(-odds))


def advised(
    seen: Sequence[Seen],
    opinion: Opinion,
    untouched: frozenset[str],
    raisable: Sequence[ServiceRequestType],
    hinted: Callable[[str, float], Seen | None],
) -> Advised:
    """Hear the reader on every type but the `untouched` ones, which are urgent by themselves.

    A type of `raisable` that only the reader sees is named as the reason why a person looks, unless
    `hinted`, asked with the type and the reader's probability, finds a hint of it.
    """
    heard = [one if one.kind.type in untouched else _heard(one, opinion) for one in seen]
    if certain := _certain(heard, opinion, untouched, raisable, hinted):
        return certain
    doubted = [new for old, new in zip(seen, heard, strict=True) if old.is_sure and not new.is_sure]
    kept = [one for one in heard if one.finding.score >= DOUBTS] or heard[:1]
    kept.sort(key=lambda one: -one.finding.score)
    if doubted:
        return Advised(tuple(kept), f"the second reader doubts {doubted[0].kind.type}")
    types = {one.kind.type for one in seen}
    unseen = (one.type for one in raisable if one.type not in types)
    missed = max(unseen, key=opinion.of, default=None)
    if missed is None or chance(None, opinion.of(missed)) < MISSED:
        return Advised(tuple(kept))
    return Advised(
        tuple(kept),
        f"the second reader sees {missed}, for which no rule speaks" if kept else None,
    )


def _certain(
    heard: Sequence[Seen],
    opinion: Opinion,
    untouched: frozenset[str],
    raisable: Sequence[ServiceRequestType],
    hinted: Callable[[str, float], Seen | None],
) -> Advised | None:
    """What opens where the reader is nearly sure of the whole answer, and words speak for it."""
    if any(one.kind.type in untouched for one in heard) or opinion.nothing >= ALONE:
        return None
    if any(ALONE <= chance < HINTED for chance in opinion.by_type.values()):
        return None
    by_rules = {one.kind.type: one for one in heard}
    may = {kind.type for kind in raisable}
    found = []
    for code, probability in opinion.by_type.items():
        if probability < HINTED:
            continue
        if code not in may:
            return None
        one = by_rules.get(code) or hinted(code, probability)
        if one is None or not one.is_sure:
            return None
        found.append(one)
    return Advised(tuple(found)) if found else None


def _heard(one: Seen, opinion: Opinion) -> Seen:
    """The same type with the chance as its score; the reader is named where it tipped it."""
    probability = opinion.of(one.kind.type)
    score = round(chance(one, probability), 3)
    heard = replace(one, finding=replace(one.finding, score=score))
    if heard.is_sure == one.is_sure:
        return heard
    what = "confirmed" if heard.is_sure else "doubted"
    rule = f"{one.finding.rule}; {what} by the second reader ({probability:.2f})"
    return replace(heard, finding=replace(heard.finding, rule=rule))
