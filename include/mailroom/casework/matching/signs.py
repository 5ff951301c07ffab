"""From the literals in a text to passages that may speak for conditions, counted in words.

Sentence by sentence: each literal is a place of its parts; where all parts of a sign stand in one
sentence, the places of the sign follow; what a literal or a sign fulfils becomes a passage.

A place is a link in `links`: the number of its part's next older link, first word, word after the
last, part. `heads` has for each part its newest link, -1 without any, and how many there are;
`present` for each sign how many of its parts stand anywhere in the sentence.
"""

from __future__ import annotations

import numpy as np

from mailroom.casework.matching.native import Bytes, Ints, native
from mailroom.casework.matching.program import Program

MOST_PLACES = 60
"""Places of one part in a sentence: a bound for one word repeated."""
MOST_PASSAGES = 100
"""Passages of one condition: enough evidence, and a bound."""
_NO_ROOM, _NONE = -1, -1
_ORDERS = np.array([[0, 1, 2], [1, 0, 2], [0, 2, 1], [1, 2, 0], [2, 0, 1], [2, 1, 0]], np.int32)


@native
def passages_in(program: Program, active: Bytes, hits: Ints, after_each: Ints) -> Ints:
    """Condition, number of the sentence, first word and word after the last of each passage.

    `hits` are literals with their places (`hits_in`), `after_each` the words after each sentence.
    """
    room, count = 128, _NO_ROOM
    passages = np.empty((0, 4), np.int32)
    while count == _NO_ROOM:
        passages, links = np.empty((room, 4), np.int32), np.empty((room, 4), np.int32)
        count = _every_passage(program, active, hits, after_each, passages, links)
        room *= 4
    return passages[:count]


@native
def _every_passage(
    program: Program, active: Bytes, hits: Ints, after_each: Ints, passages: Ints, links: Ints
) -> int:
    """How many passages there are; `_NO_ROOM` where there are more passages or links than room."""
    (starts, parts), (begins, fulfilled) = program.parts, program.fulfilled
    (rows, signs), (sizes, members) = program.signs_of_part, program.parts_of_sign
    gaps, ordered, literals = program.gaps, program.ordered, len(program.moods)
    heads = np.zeros((len(rows) - 1, 2), np.int32)
    heads[:, 0] = -1
    present = np.zeros(len(ordered), np.int32)
    counts = np.zeros(len(active), np.int32)
    hit = count = 0
    for sentence in range(len(after_each)):
        begun = hit
        while hit < len(hits) and hits[hit, 1] < after_each[sentence]:
            hit += 1
        count, filled = _stand(
            hits[begun:hit], sentence, starts, parts, begins, fulfilled, rows, signs,
            active, counts, heads, links, 0, present, passages, count,
        )  # fmt: skip
        sign = _next_whole(present, sizes, 0) if filled else _NONE
        while sign != _NONE and count != _NO_ROOM:
            row, end = sizes[sign], sizes[sign + 1]
            places = _sign_places(
                literals + sign, members[row:end], gaps[row:end], ordered[sign], heads, links
            )
            count, filled = _stand(
                places, sentence, starts, parts, begins, fulfilled, rows, signs,
                active, counts, heads, links, filled, present, passages, count,
            )  # fmt: skip
            sign = _next_whole(present, sizes, sign + 1)
        if count == _NO_ROOM:
            return count
        _forget(links[:filled], rows, signs, heads, present)
    return count


@native
def _stand(  # noqa: C901
    things: Ints,
    sentence: int,
    starts: Ints,
    parts: Ints,
    begins: Ints,
    fulfilled: Ints,
    rows: Ints,
    signs: Ints,
    active: Bytes,
    counts: Ints,
    heads: Ints,
    links: Ints,
    filled: int,
    present: Ints,
    passages: Ints,
    count: int,
) -> tuple[int, int]:
    """How many passages and links there are with those of some literals or places of a sign.

    In one piece: calls would count references to all of these arrays each time.
    """
    for number in range(len(things)):
        thing, first, after = things[number, 0], things[number, 1], things[number, 2]
        for row in range(begins[thing], begins[thing + 1]):
            condition = fulfilled[row]
            if not active[condition] or counts[condition] >= MOST_PASSAGES:
                continue
            if count == len(passages):
                return _NO_ROOM, filled
            counts[condition] += 1
            passages[count, 0], passages[count, 1] = condition, sentence
            passages[count, 2], passages[count, 3] = first, after
            count += 1
        for row in range(starts[thing], starts[thing + 1]):
            part = parts[row]
            if heads[part, 1] >= MOST_PLACES:
                continue
            if filled == len(links):
                return _NO_ROOM, filled
            if heads[part, 1] == 0:
                for one in range(rows[part], rows[part + 1]):
                    present[signs[one]] += 1
            links[filled, 0], links[filled, 1] = heads[part, 0], first
            links[filled, 2], links[filled, 3] = after, part
            heads[part, 0], heads[part, 1] = filled, heads[part, 1] + 1
            filled += 1
    return count, filled


@native
def _forget(links: Ints, rows: Ints, signs: Ints, heads: Ints, present: Ints) -> None:
    """Make ready for the next sentence."""
    for link in range(len(links)):
        part = links[link, 3]
        heads[part, 0], heads[part, 1] = -1, 0
        for one in range(rows[part], rows[part + 1]):
            present[signs[one]] = 0


@native
def _next_whole(present: Ints, starts: Ints, sign: int) -> int:
    """The next sign of which all parts stand somewhere in the sentence, from this one on; -1 after
    the last."""
    while sign < len(present):
        if present[sign] == starts[sign + 1] - starts[sign]:
            return sign
        sign += 1
    return _NONE


@native
def _sign_places(
    sign: int, parts: Ints, gaps: Ints, ordered: int, heads: Ints, links: Ints
) -> Ints:
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
