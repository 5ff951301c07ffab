"""How sure conditions that hold make, and where the passages stand that say so."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mailroom.casework.matching.kernel import IS_QUOTED
from mailroom.casework.matching.native import Ints, native
from mailroom.casework.matching.program import MILLION

HIGHEST = 990
"""No score, in thousandths, is higher: nothing that is read in a letter makes certain."""
_NOISE = 1e-9  # a half of a thousandth may come out a little less
_QUOTED_SHARE = 0.5
"""Where what was written before counts, it weighs half."""


class Weights(NamedTuple):
    """All that scores are made of: of each condition its weight and newest passage; of each passage
    the one before it of the same condition; whether there are quoted words."""

    of: Ints
    newest: Ints
    before: Ints
    passages: Ints
    has_quoted: int


@native
def combined(conditions: Ints, wanted: int, weights: Weights) -> int:
    """The score in thousandths of conditions that hold, by their passages of which `wanted` is
    true (`COUNTED`; 0 for all).

    Reasons add up, never to certainty: one minus the product of what each leaves open. The same
    words count once, for the strongest reason they give.
    """
    of, newest, before, passages, has_quoted = weights
    left, counted, filled = 1.0, np.empty(len(passages), np.int32), 0
    weighs = np.empty(len(conditions), np.float64)
    for number in range(len(conditions)):
        condition = conditions[number]
        weighs[number] = of[condition] / MILLION
        if has_quoted and _is_all_quoted(wanted, newest[condition], before, passages):
            weighs[number] *= _QUOTED_SHARE
    for _ in range(len(conditions)):
        strongest = np.argmax(weighs)
        had, at, has_none, is_fresh = filled, newest[conditions[strongest]], True, False
        while at >= 0:
            if passages[at, 4] & wanted == wanted:
                has_none = False
                if not _overlaps_any(passages, at, counted[:had]):
                    counted[filled], filled, is_fresh = at, filled + 1, True
            at = before[at]
        if is_fresh or has_none:
            left *= 1 - weighs[strongest]
        weighs[strongest] = -1.0
    return min(thousandths(1 - left), HIGHEST)


@native
def thousandths(share: float) -> int:
    """A number from 0 to 1 in thousandths, a half of one up."""
    return int(1000 * share + 0.5 + _NOISE)


@native
def _is_all_quoted(wanted: int, at: int, before: Ints, passages: Ints) -> bool:
    found = False
    while at >= 0:
        if passages[at, 4] & wanted == wanted:
            if not passages[at, 4] & IS_QUOTED:
                return False
            found = True
        at = before[at]
    return found


@native
def _overlaps_any(passages: Ints, one: int, others: Ints) -> bool:
    for other in others:
        if share_words(
            passages[one, 3], passages[one, 1], passages[one, 2],
            passages[other, 3], passages[other, 1], passages[other, 2],
        ):  # fmt: skip
            return True
    return False


@native
def share_words(part: int, start: int, end: int, other: int, begin: int, stop: int) -> bool:
    """Whether two passages have a character in common."""
    return part == other and start < stop and begin < end


@native
def widest(conditions: Ints, wanted: int, weights: Weights, spans: Ints) -> int:
    """How many places there are, in order, in `spans` (part, start, end): the passages of some
    conditions without those that lie within another."""
    _, newest, before, passages, _ = weights
    count = 0
    for condition in conditions:
        at = newest[condition]
        while at >= 0:
            if passages[at, 4] & wanted == wanted:
                count = _add(spans, count, passages[at, 3], passages[at, 1], passages[at, 2])
            at = before[at]
    return count


@native
def _add(spans: Ints, count: int, part: int, start: int, end: int) -> int:
    """How many places there are with one more, unless it lies within one of them; those that lie
    within it go."""
    for at in range(count):
        if spans[at, 0] == part and spans[at, 1] <= start and end <= spans[at, 2]:
            return count
    kept = place = 0
    for at in range(count):
        if spans[at, 0] == part and start <= spans[at, 1] and spans[at, 2] <= end:
            continue
        spans[kept, 0], spans[kept, 1], spans[kept, 2] = spans[at, 0], spans[at, 1], spans[at, 2]
        kept += 1
        if spans[at, 0] < part or (spans[at, 0] == part and spans[at, 1] < start):
            place = kept
    for at in range(kept, place, -1):
        spans[at, 0], spans[at, 1] = spans[at - 1, 0], spans[at - 1, 1]
        spans[at, 2] = spans[at - 1, 2]
    spans[place, 0], spans[place, 1], spans[place, 2] = part, start, end
    return kept + 1
