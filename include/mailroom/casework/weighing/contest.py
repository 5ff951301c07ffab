"""Which of the types that were seen stay: some yield to others, some lose the same words."""

from __future__ import annotations

import numpy as np

from mailroom.casework.matching.native import Ints, native
from mailroom.casework.weighing.scoring import share_words


@native
def best_first(scores: Ints) -> Ints:
    """The places of scores from the highest on; equals as they come."""
    order = np.empty(len(scores), np.int32)
    for number in range(len(scores)):
        at = number
        while at and scores[order[at - 1]] < scores[number]:
            order[at], at = order[at - 1], at - 1
        order[at] = number
    return order


@native
def displaced(scores: Ints, sure: Ints, remainder: Ints, yields_to: Ints, doubt: int) -> Ints:
    """The places of types, best first, without those that yield to one seen with `doubt` at least.

    A remainder yields to all that is none and is sure; of several remainders the best stays. What
    was seen with less than `doubt` stays only where it is the best there is. `yields_to[n, m]` says
    whether type n names type m.
    """
    kept, count, has_remainder = np.empty(len(scores), np.int32), 0, False
    for number in range(len(scores)):
        if _yields(number, scores, sure, remainder, yields_to, doubt):
            continue
        if remainder[number] and has_remainder:
            continue
        has_remainder = has_remainder or remainder[number] != 0
        kept[count], count = number, count + 1
    strong = 0
    while strong < count and scores[kept[strong]] >= doubt:
        strong += 1
    return kept[: strong or min(count, 1)]


@native
def _yields(
    number: int, scores: Ints, sure: Ints, remainder: Ints, yields_to: Ints, doubt: int
) -> bool:
    """Whether a type yields to one of those that are strong."""
    for other in range(len(scores)):
        if other == number or scores[other] < doubt:
            continue
        if yields_to[number, other]:
            return True
        if remainder[number] and sure[other] and not remainder[other]:
            return True
    return False


@native
def rival(weaker: int, stronger: int, goes_with: Ints, spans: Ints, starts: Ints) -> bool:
    """Whether a type rests on another one's words alone, and neither goes with the other by their
    own rules. The passages of type n are `spans[starts[n] : starts[n + 1]]`: part, start, end."""
    if goes_with[weaker, stronger] or goes_with[stronger, weaker]:
        return False
    for one in range(starts[weaker], starts[weaker + 1]):
        rests = False
        for other in range(starts[stronger], starts[stronger + 1]):
            rests = rests or share_words(
                spans[one, 0], spans[one, 1], spans[one, 2],
                spans[other, 0], spans[other, 1], spans[other, 2],
            )  # fmt: skip
        if not rests:
            return False
    return bool(starts[weaker] < starts[weaker + 1])
