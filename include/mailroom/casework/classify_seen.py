"""Types that were seen in an item: how sure, by which words, and which of them stay."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

from mailroom.casework.matching.evidence import END, PART, START, Passage
from mailroom.casework.matching.view import Held
from mailroom.policy.service_requests import ServiceRequestType
from mailroom.records.finding import Finding, Span

HIGHEST = 0.99
"""No score is higher: nothing that is read in a letter makes certain."""

Explained = Callable[[float, str], Finding]
"""Makes the finding of a type, with its score and what to add to the rule that saw it."""


class Seen:
    """A type that was seen; of most it is never asked by which words, so that is found out late.

    `is_sure` says whether the score reaches the type's threshold.
    """

    __slots__ = ("_explained", "_finding", "_note", "is_sure", "kind", "score")

    def __init__(
        self, kind: ServiceRequestType, score: float, explained: Explained, note: str = ""
    ) -> None:
        self.kind, self.score = kind, score
        self.is_sure = score >= kind.match.threshold
        self._explained, self._note = explained, note
        self._finding: Finding | None = None

    @property
    def finding(self) -> Finding:
        """What says why it was seen."""
        if self._finding is None:
            self._finding = self._explained(self.score, self._note)
        return self._finding

    def scored(self, score: float, note: str = "") -> Seen:
        """The same with another score, and what to add to the rule that saw it."""
        return Seen(self.kind, score, self._explained, note)


def best_first(seen: Iterable[Seen]) -> list[Seen]:
    """By score; equals as they come."""
    return sorted(seen, key=_score, reverse=True)


def combined(held: Sequence[Held]) -> float:
    """Reasons add up, never to certainty: one minus the product of what each leaves open.

    The same words count once, for the strongest reason they give.
    """
    if len(held) == 1:
        return round(min(held[0].weight, HIGHEST), 3)
    left, counted = 1.0, list[Passage]()
    for one in sorted(held, key=_weight, reverse=True):
        fresh = [
            passage
            for passage in one.passages
            if not (counted and any(_overlap(passage, seen) for seen in counted))
        ]
        if fresh or not one.passages:
            left *= 1 - one.weight
        counted.extend(fresh)
    return round(min(1 - left, HIGHEST), 3)


_score, _weight = attrgetter("score"), attrgetter("weight")


def _overlap(one: Passage, other: Passage) -> bool:
    return one[PART] == other[PART] and one[START] < other[END] and other[START] < one[END]


def widest(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The passages in order, without those that lie within another."""
    ordered = {*spans}
    if len(ordered) < 2:
        return (*ordered,)
    kept: list[Span] = []
    for span in sorted(ordered, key=lambda span: (span.part, span.start, -span.end)):
        if not (kept and kept[-1].part == span.part and span.end <= kept[-1].end):
            kept.append(span)
    return tuple(kept)


def displaced(seen: Sequence[Seen], doubt: float) -> list[Seen]:
    """Without the types that yield to another one seen with at least `doubt`.

    A remainder yields to all that is none and is sure; of several remainders the best stays. What
    was seen with less than `doubt` stays only where it is the best there is.
    """
    if len(seen) < 2:
        return [*seen]
    strong = [one for one in seen if one.score >= doubt]
    kept = [one for one in seen if not (one.kind.yields_to and _yields(one.kind, strong))]
    best = next((one for one in kept if one.kind.is_remainder), None)
    kept = [one for one in kept if one is best or not one.kind.is_remainder]
    return [one for one in kept if one.score >= doubt] or kept[:1]


def rivals(seen: Sequence[Seen]) -> list[tuple[Seen, Seen]]:
    """Pairs (stronger, weaker) of types of which the weaker rests on the stronger one's words
    alone; those that go together by their own rules are none."""
    return [
        (stronger, weaker)
        for number, weaker in enumerate(seen)
        for stronger in seen[:number]
        if _rests_on(weaker, stronger)
        and weaker.kind.type not in stronger.kind.goes_with
        and stronger.kind.type not in weaker.kind.goes_with
    ]


def _rests_on(weaker: Seen, stronger: Seen) -> bool:
    spans = weaker.finding.spans
    return bool(spans) and all(
        any(_share_words(span, other) for other in stronger.finding.spans) for span in spans
    )


def _share_words(one: Span, other: Span) -> bool:
    return one.part == other.part and one.start < other.end and other.start < one.end


def leads(stronger: Seen, weaker: Seen) -> bool:
    """Whether a type leads another on the same words by the margin that one asks for."""
    return stronger.score - weaker.score >= weaker.kind.match.margin


def _yields(kind: ServiceRequestType, strong: Iterable[Seen]) -> bool:
    """Whether a type yields to one of those that are strong."""
    return any(
        other.kind.type in kind.yields_to
        or (kind.is_remainder and other.is_sure and not other.kind.is_remainder)
        for other in strong
        if other.kind is not kind
    )
