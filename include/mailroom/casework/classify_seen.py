"""Types that were seen in an item: how sure, by which words, and which of them stay."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from operator import attrgetter

import numpy as np

from mailroom.casework.matching.native import Ints
from mailroom.casework.weighing import contest
from mailroom.casework.weighing.looked_for import between
from mailroom.policy.service_requests import ServiceRequestType
from mailroom.records.finding import Finding

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


_score = attrgetter("score")


def displaced(seen: Sequence[Seen], doubt: float) -> list[Seen]:
    """Without the types that yield to another one (`contest.displaced`)."""
    kinds = [one.kind for one in seen]
    kept = contest.displaced(
        _ints(round(1000 * one.score) for one in seen),
        _ints(one.is_sure for one in seen),
        _ints(kind.is_remainder for kind in kinds),
        _between(kinds, "yields_to"),
        round(1000 * doubt),
    )
    return [seen[place] for place in kept]


def rivals(seen: Sequence[Seen]) -> list[tuple[Seen, Seen]]:
    """Pairs (stronger, weaker) of types of which the weaker rests on the stronger one's words
    alone (`contest.rival`)."""
    if len(seen) < 2:
        return []
    passages = [one.finding.spans for one in seen]
    parts = sorted({span.part for spans in passages for span in spans})
    spans = _ints(
        number
        for one in passages
        for span in one
        for number in (parts.index(span.part), span.start, span.end)
    ).reshape(-1, 3)
    starts = _ints(accumulate(map(len, passages), initial=0))
    goes_with = _between([one.kind for one in seen], "goes_with")
    return [
        (seen[stronger], seen[weaker])
        for weaker in range(len(seen))
        for stronger in range(weaker)
        if contest.rival(weaker, stronger, goes_with, spans, starts)
    ]


def _between(kinds: Sequence[ServiceRequestType], names: str) -> Ints:
    return _ints(between(kinds, names)).reshape(len(kinds), len(kinds))


def _ints(numbers: Iterable[int]) -> Ints:
    return np.array([*numbers], np.int32)
