"""Where the parts of a sign stand together: in order, or in any, with few words between.

`heads` and `links` are as `signs` has them.
"""

from __future__ import annotations

import numpy as np

from mailroom.casework.matching.native import Ints, native, native_stage

MOST_PLACES = 60
"""Places of one part in a sentence: a bound for one word repeated."""
_ORDERS = np.array([[0, 1, 2], [1, 0, 2], [0, 2, 1], [1, 2, 0], [2, 0, 1], [2, 1, 0]], np.int32)


@native
def all_stand(parts: Ints, row: int, end: int, heads: Ints) -> bool:
    """Whether each part of a sign stands somewhere in the sentence."""
    while row < end and heads[parts[row], 1]:
        row += 1
    return row == end


@native_stage
def sign_places(sign: int, parts: Ints, gaps: Ints, ordered: int, heads: Ints, links: Ints) -> Ints:
    """Where a sign of these parts stands, in order and each once: `sign`, first word, word after
    the last. `gaps` are the words there may be after each part."""
    turns = 1
    if not ordered:
        turns = 2 if len(parts) == 2 else 6
    found = np.empty((turns * MOST_PLACES, 3), np.int32)
    before = np.empty((MOST_PLACES, 3), np.int32)
    count = 0
    for turn in range(turns):
        count += _in_order(parts, gaps, turn, heads, links, found[count:], before)
    found = found[:count]
    found[:, 0] = sign
    return _sorted(found)


@native
def _sorted(places: Ints) -> Ints:
    """In order, each once."""
    kept = 0
    for number in range(len(places)):
        first, after = places[number, 1], places[number, 2]
        at = kept
        while at and (
            first < places[at - 1, 1] or (first == places[at - 1, 1] and after < places[at - 1, 2])
        ):
            at -= 1
        if at and first == places[at - 1, 1] and after == places[at - 1, 2]:
            continue
        for moved in range(kept, at, -1):
            places[moved, 1], places[moved, 2] = places[moved - 1, 1], places[moved - 1, 2]
        places[at, 1], places[at, 2] = first, after
        kept += 1
    return places[:kept]


@native
def _in_order(
    parts: Ints, gaps: Ints, turn: int, heads: Ints, links: Ints, found: Ints, before: Ints
) -> int:
    """Parts one after the other in one of the orders there are, in `found`; how many places."""
    count = 0
    for position in range(len(parts)):
        nth = _ORDERS[turn, position] if turn else position
        had = count
        before[:had] = found[:had]
        count = 0
        link = heads[parts[nth], 0]
        while link >= 0:
            first, after = links[link, 1], links[link, 2]
            if position == 0:
                found[count, 1], found[count, 2] = first, after
                count += 1
            for one in range(had):
                apart = first - before[one, 2]
                if 0 <= apart <= gaps[position - 1] and count < MOST_PLACES:
                    found[count, 1], found[count, 2] = before[one, 1], after
                    count += 1
            link = links[link, 0]
    return count
