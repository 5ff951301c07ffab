"""The types that are seen in an item and stay: by their conditions, scores, and each other."""

from __future__ import annotations

import numpy as np

from mailroom.casework.matching.native import Bytes, Ints, native, native_stage
from mailroom.casework.matching.shelf import taken
from mailroom.casework.weighing import looked_for as wanted
from mailroom.casework.weighing.contest import best_first, displaced, rival
from mailroom.casework.weighing.holding import (
    COUNTED,
    FOUND,
    HOLDS,
    holding,
    rows_of_which_any_is,
    rows_that_hold,
)
from mailroom.casework.weighing.looked_for import row
from mailroom.casework.weighing.scope import ELSEWHERE, STRANGER, TIED
from mailroom.casework.weighing.scoring import Weights, combined, widest

_DOUBT = 500
"""From this score on a type that is not sure enough sends the whole item to a person."""
_STRANGER_SHARE = 600
"""Share of a score that counts when a stranger says no word of the agency's business."""
_LEAST = 300
"""Below this score a stranger's words suggest nothing."""


@native_stage
def tell_types(
    looked_for: Ints,
    scope: int,
    is_open: Ints,
    bits: Bytes,
    weights: Weights,
    told: Ints,
    filled: int,
) -> int:
    """Tell of the types that are seen and stay, best first."""
    seen, scores = _seen(looked_for, scope, is_open, bits, weights)
    order = best_first(scores)
    seen, scores = seen[order], scores[order]
    kept = displaced(
        scores,
        _sure(looked_for, seen, scores),
        taken(looked_for, wanted.REMAINDER)[seen],
        _between(looked_for, wanted.YIELDS_TO, seen),
        _DOUBT,
    )
    seen, scores = seen[kept], scores[kept]
    starts, spans = _passages(looked_for, seen, bits, weights)
    stays, is_tied = _staying(looked_for, seen, scores, starts, spans)
    told[0] |= TIED if is_tied else 0
    place, filled = filled, filled + 1
    for number in range(len(seen)):
        if stays[number]:
            told[filled], told[filled + 1] = seen[number], scores[number]
            some = holding(bits, row(looked_for, wanted.ANY_AT, seen[number]), HOLDS)
            filled = tell(some, told, filled + 2)
            filled = tell_passages(spans[starts[number] : starts[number + 1]], told, filled)
    told[place] = np.sum(stays)
    return filled


@native
def _staying(
    looked_for: Ints, seen: Ints, scores: Ints, starts: Ints, spans: Ints
) -> tuple[Ints, bool]:
    """For each type, best first, whether it stays, since none leads it on the same words by the
    margin that it asks for; and whether some that stay rest on the same words."""
    goes_with = _between(looked_for, wanted.GOES_WITH, seen)
    margins = taken(looked_for, wanted.MARGINS)
    stays, is_tied = np.ones(len(seen), np.int32), False
    for weaker in range(len(seen)):
        ties = 0
        for stronger in range(weaker):
            if rival(weaker, stronger, goes_with, spans, starts):
                ties |= stays[stronger]
                if scores[stronger] - scores[weaker] > margins[seen[weaker]]:
                    stays[weaker] = 0
        is_tied = is_tied or (stays[weaker] != 0 and ties != 0)
    return stays, is_tied


@native
def _seen(
    looked_for: Ints, scope: int, is_open: Ints, bits: Bytes, weights: Weights
) -> tuple[Ints, Ints]:
    """The types that are seen, and their scores."""
    urgent, remainder = taken(looked_for, wanted.URGENT), taken(looked_for, wanted.REMAINDER)
    thresholds, any_at = taken(looked_for, wanted.THRESHOLDS), taken(looked_for, wanted.ANY_AT)
    shown = rows_of_which_any_is(bits, any_at, taken(looked_for, wanted.ANY), HOLDS)
    seen, scores = np.empty(len(urgent), np.int32), np.empty(len(urgent), np.int32)
    count, is_sure = 0, False
    for type_ in range(len(urgent)):
        if not is_open[type_] or (any_at[type_] < any_at[type_ + 1] and not shown[type_]):
            continue
        if is_sure and remainder[type_]:
            break  # remainders come last, and yield to all that is sure
        if scope & ELSEWHERE and not urgent[type_]:
            continue
        score = combined(_deciding(looked_for, bits, type_), COUNTED, weights)
        if scope & STRANGER and not urgent[type_]:
            score = (score * _STRANGER_SHARE + 500) // 1000
        if score >= _LEAST or urgent[type_]:
            seen[count], scores[count], count = type_, score, count + 1
            is_sure = is_sure or score >= thresholds[type_]
    return seen[:count], scores[:count]


@native
def _deciding(looked_for: Ints, bits: Bytes, type_: int) -> Ints:
    """The conditions that make the score of a type that is seen: those of `any` that hold, or all
    of `all` where it has no others."""
    some = row(looked_for, wanted.ANY_AT, type_)
    every = row(looked_for, wanted.ALL_AT, type_)
    return some[holding(bits, some, HOLDS)] if len(some) else every


@native
def open_types(looked_for: Ints, bits: Bytes) -> Ints:
    """For each type whether `all` and `none` let words speak for it."""
    none, none_at = taken(looked_for, wanted.NONE), taken(looked_for, wanted.NONE_AT)
    every, every_at = taken(looked_for, wanted.ALL), taken(looked_for, wanted.ALL_AT)
    is_open = rows_that_hold(bits, every_at, every)
    is_barred = rows_of_which_any_is(bits, none_at, none, FOUND)
    for type_ in range(len(is_open)):
        is_open[type_] &= 1 - is_barred[type_]
    return is_open


@native
def _passages(looked_for: Ints, seen: Ints, bits: Bytes, weights: Weights) -> tuple[Ints, Ints]:
    """Where the passages of each type start, and all of them: part, start, end."""
    starts = np.zeros(len(seen) + 1, np.int32)
    spans = np.empty((len(weights.passages), 3), np.int32)
    for number in range(len(seen)):
        some = row(looked_for, wanted.ANY_AT, seen[number])
        every = row(looked_for, wanted.ALL_AT, seen[number])
        spoken = np.concatenate((some[holding(bits, some, HOLDS)], every))
        count = widest(spoken, COUNTED, weights, spans[starts[number] :])
        starts[number + 1] = starts[number] + count
    return starts, spans


@native
def _sure(looked_for: Ints, seen: Ints, scores: Ints) -> Ints:
    """For each type whether its score reaches its threshold."""
    thresholds = taken(looked_for, wanted.THRESHOLDS)
    sure = np.zeros(len(seen), np.int32)
    for number in range(len(seen)):
        sure[number] = scores[number] >= thresholds[seen[number]]
    return sure


@native
def _between(looked_for: Ints, table: int, seen: Ints) -> Ints:
    """Of a table of types by types the rows and columns of those that are seen."""
    every, types = taken(looked_for, table), len(taken(looked_for, wanted.URGENT))
    between = np.empty((len(seen), len(seen)), np.int32)
    for one in range(len(seen)):
        for other in range(len(seen)):
            between[one, other] = every[types * seen[one] + seen[other]]
    return between


@native
def tell(numbers: Ints, told: Ints, filled: int) -> int:
    """Tell how many numbers there are, and each."""
    told[filled] = len(numbers)
    told[filled + 1 : filled + 1 + len(numbers)] = numbers
    return filled + 1 + len(numbers)


@native
def tell_passages(spans: Ints, told: Ints, filled: int) -> int:
    """Tell how many passages there are, and of each part, start and end."""
    told[filled], filled = len(spans), filled + 1
    for number in range(len(spans)):
        told[filled], told[filled + 1] = spans[number, 0], spans[number, 1]
        told[filled + 2], filled = spans[number, 2], filled + 3
    return filled
