"""What the second reader's opinion changes: it confirms, doubts, or settles; it never opens alone.

Words have to speak for a type that opens: those of a condition, or, where the reader is nearly sure
of the whole answer, one of the type's hints (ADR 0009). What else the rules saw is then set aside
(ADR 0011).

Rules and reader are two witnesses: their log-odds add up. Weights and thresholds were found
on labelled texts that neither the rules' authors nor the reader had seen (ADR 0010, 0012).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from mailroom.casework.classify_seen import Seen, best_first, displaced
from mailroom.casework.second_reader.reader import Opinion
from mailroom.casework.weighing.scoring import HIGHEST
from mailroom.policy.service_requests import ServiceRequestType

READER, SEEN, SURE = 1.0, 0.25, 1.0
"""Weight of the reader's log-odds; log-odds for a type that the rules see, and surely."""
DOUBTS = 0.4
"""From this chance on a type that is not sure enough sends the item to a person."""
MISSED = 0.2
"""From this chance on a type that no rule sees sends the item to a person."""
SETTLES, LEAVES_OUT = 0.8, 0.15
"""The reader is nearly sure of an answer if it gives each type in it at least the first, and every
other, and that nothing is asked, less than the second."""
_LEAST = 1e-4  # no witness is ever certain

Hinted = Callable[[str, float], Seen | None]
"""Asked with a type and the reader's probability: the type as seen on a hint of it, if any."""


class Advised(NamedTuple):
    """The types seen after the reader was heard, and why a person is needed if it objects.

    `aside` is what the rules saw and a reader that was nearly sure of something else set aside.
    """

    seen: tuple[Seen, ...]
    why: str | None = None
    aside: tuple[Seen, ...] = ()

    @property
    def words_aside(self) -> str:
        """What a reason ends with, so that nobody has to guess what was passed over."""
        named = ", ".join(one.kind.type for one in self.aside)
        return f"; the second reader set aside {named}" if named else ""


def chance(seen: Seen | None, probability: float) -> float:
    """How likely a type is asked for, 0 to 1, by what the rules see and what the reader says."""
    certain = min(max(probability, _LEAST), 1 - _LEAST)
    odds = READER * math.log(certain / (1 - certain))
    if seen:
        odds += SEEN + (SURE if seen.is_sure else 0.0)
    return 1 / (1 + math.exp(-odds))


def score_of(seen: Seen | None, probability: float) -> float:
    """The chance as the score of a finding."""
    return min(round(chance(seen, probability), 3), HIGHEST / 1000)


def advised(
    seen: Sequence[Seen],
    opinion: Opinion,
    untouched: frozenset[str],
    raisable: Sequence[ServiceRequestType],
    hinted: Hinted,
) -> Advised:
    """Hear the reader on every type but the `untouched` ones, which are urgent by themselves.

    Where it is nearly sure of the whole answer, and words speak for each type in it, that settles
    it. Else a type of `raisable` that only the reader sees is a reason why a person looks.
    """
    heard = [one if one.kind.type in untouched else _heard(one, opinion) for one in seen]
    may_settle = not any(one.kind.type in untouched for one in seen)
    if may_settle and (answer := _settled(heard, opinion, raisable, hinted)):
        return Advised(answer, aside=tuple(one for one in heard if one not in answer))
    doubted = [new for old, new in zip(seen, heard, strict=True) if old.is_sure and not new.is_sure]
    kept = [one for one in heard if one.score >= DOUBTS] or heard[:1]
    kept = best_first(kept)
    if doubted:
        return Advised(tuple(kept), f"the second reader doubts {doubted[0].kind.type}")
    types = {one.kind.type for one in seen}
    unseen = (one.type for one in raisable if one.type in opinion.by_type.keys() - types)
    missed = max(unseen, key=opinion.of, default=None)
    if not kept or missed is None or chance(None, opinion.of(missed)) < MISSED:
        return Advised(tuple(kept))
    return Advised(tuple(kept), f"the second reader sees {missed}, for which no rule speaks")


def _settled(
    heard: Sequence[Seen],
    opinion: Opinion,
    raisable: Sequence[ServiceRequestType],
    hinted: Hinted,
) -> tuple[Seen, ...]:
    """The types that open because the reader is nearly sure of them and of no other.

    None where for one of them no word speaks or one yields to another by the rules; nor where the
    rules see a type beside them that it never learnt, or that is likely when both are heard.
    """
    answer = {code: likely for code, likely in opinion.by_type.items() if likely >= LEAVES_OUT}
    if opinion.nothing >= LEAVES_OUT or min(answer.values(), default=0.0) < SETTLES:
        return ()
    by_rules = {one.kind.type: one for one in heard}
    if any(
        code not in opinion.by_type or one.score >= DOUBTS
        for code, one in by_rules.items()
        if code not in answer
    ):
        return ()
    may = {kind.type for kind in raisable}
    found = [
        one
        for code, probability in answer.items()
        if code in may and (one := by_rules.get(code) or hinted(code, probability))
    ]
    found = best_first(found)
    if len(found) < len(answer) or not all(one.is_sure for one in found):
        return ()
    return tuple(found) if displaced(found, DOUBTS) == found else ()


def _heard(one: Seen, opinion: Opinion) -> Seen:
    """The same type with the chance as its score; the reader is named where it tipped it."""
    probability = opinion.of(one.kind.type)
    score = score_of(one, probability)
    heard = one.scored(score)
    if heard.is_sure == one.is_sure:
        return heard
    what = "confirmed" if heard.is_sure else "doubted"
    return one.scored(score, f"; {what} by the second reader ({probability:.2f})")
