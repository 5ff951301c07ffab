"""From the literals in a text to passages that may speak for conditions, counted in words.

Sentence by sentence: what a literal fulfils becomes a passage; where the rarest part of a sign
stands, the sign is likely, and its parts are linked; where they all stand as it asks, its places
follow, and what it fulfils becomes a passage too.

A place is a link in `links`: the number of its part's next older link, first word, word after the
last, part. `heads` has for each part its newest link and how many there are.
"""

from __future__ import annotations

import numpy as np

from mailroom.casework.matching.chains import MOST_PLACES, all_stand, sign_places
from mailroom.casework.matching.native import Bytes, Ints, native, native_stage
from mailroom.casework.matching.program import (
    FOLLOWS,
    FOLLOWS_AT,
    GAPS,
    MEMBERS,
    MEMBERS_AT,
    NEEDS,
    NEEDS_AT,
    ORDERED,
    PART_COUNT,
    PARTS,
    PARTS_AT,
)
from mailroom.casework.matching.shelf import taken

MOST_PASSAGES = 100
"""Passages of one condition: enough evidence, and a bound."""
_NO_ROOM, _NONE = -1, -1


@native_stage
def passages_in(shelf: Ints, active: Bytes, hits: Ints, after_each: Ints) -> Ints:
    """Condition, number of the sentence, first word and word after the last of each passage.

    `shelf` is a program's; `hits` are literals with their places (`hits_in`), `after_each` the
    words after each sentence.
    """
    room, count = 1_024, _NO_ROOM
    passages = np.empty((0, 4), np.int32)
    while count == _NO_ROOM:
        passages, links = np.empty((room, 4), np.int32), np.empty((room, 4), np.int32)
        count = _every_passage(shelf, active, hits, after_each, passages, links)
        room *= 4
    return passages[:count]


@native
def _every_passage(
    shelf: Ints, active: Bytes, hits: Ints, after_each: Ints, passages: Ints, links: Ints
) -> int:
    """How many passages there are; `_NO_ROOM` where there are more passages or links than room."""
    starts, parts = taken(shelf, PARTS_AT), taken(shelf, PARTS)
    follows_at, follows = taken(shelf, FOLLOWS_AT), taken(shelf, FOLLOWS)
    sizes, members = taken(shelf, MEMBERS_AT), taken(shelf, MEMBERS)
    gaps, ordered = taken(shelf, GAPS), taken(shelf, ORDERED)
    literals = len(starts) - 1 - len(ordered)
    hinted = np.zeros(len(ordered), np.int32)
    needs_at, needs = taken(shelf, NEEDS_AT), taken(shelf, NEEDS)
    wanted = np.zeros(taken(shelf, PART_COUNT)[0], np.int32)
    heads = np.zeros((len(wanted), 2), np.int32)
    likely = np.empty(len(ordered), np.int32)
    counts = np.zeros(len(active), np.int32)
    hit = count = 0
    for sentence in range(len(after_each)):
        begun = hit
        while hit < len(hits) and hits[hit, 1] < after_each[sentence]:
            hit += 1
        count, found = _follow(
            hits[begun:hit], sentence, follows_at, follows, active, counts, passages, count,
            hinted, likely, 0,
        )  # fmt: skip
        at = filled = 0
        if found:
            _want(likely[:found], sentence, needs_at, needs, wanted)
            filled = _link(hits[begun:hit], sentence, starts, parts, wanted, heads, links, 0)
        while at < found and filled != _NO_ROOM and count != _NO_ROOM:
            sign = likely[at]
            row, end = sizes[sign], sizes[sign + 1]
            at += 1
            if not all_stand(members, row, end, heads):
                continue
            places = sign_places(
                literals + sign, members[row:end], gaps[row:end], ordered[sign], heads, links
            )
            count, found = _follow(
                places, sentence, follows_at, follows, active, counts, passages, count,
                hinted, likely, found,
            )  # fmt: skip
            filled = _link(places, sentence, starts, parts, wanted, heads, links, filled)
        if filled == _NO_ROOM or count == _NO_ROOM:
            return _NO_ROOM
        for link in range(filled):
            heads[links[link, 3], 1] = 0
    return count


@native
def _follow(
    things: Ints,
    sentence: int,
    follows_at: Ints,
    follows: Ints,
    active: Bytes,
    counts: Ints,
    passages: Ints,
    count: int,
    hinted: Ints,
    likely: Ints,
    found: int,
) -> tuple[int, int]:
    """How many passages, and how many signs that are `likely`, in order, there are with what
    follows from some literals or places of a sign. `hinted` has for each sign the last sentence,
    from 1, that made it likely."""
    for number in range(len(things)):
        thing = things[number, 0]
        middle = follows_at[2 * thing + 1]
        for row in range(follows_at[2 * thing], middle):
            condition = follows[row]
            if not active[condition] or counts[condition] >= MOST_PASSAGES:
                continue
            if count == len(passages):
                return _NO_ROOM, found
            counts[condition] += 1
            passages[count, 0], passages[count, 1] = condition, sentence
            passages[count, 2], passages[count, 3] = things[number, 1], things[number, 2]
            count += 1
        for row in range(middle, follows_at[2 * thing + 2]):
            sign = follows[row]
            if hinted[sign] == sentence + 1:
                continue
            hinted[sign], at = sentence + 1, found
            while at and likely[at - 1] > sign:
                likely[at], at = likely[at - 1], at - 1
            likely[at], found = sign, found + 1
    return count, found


@native
def _want(signs: Ints, sentence: int, needs_at: Ints, needs: Ints, wanted: Ints) -> None:
    """Mark the parts of some signs, and of those that they may make likely, with a sentence."""
    for sign in signs:
        for row in range(needs_at[sign], needs_at[sign + 1]):
            wanted[needs[row]] = sentence + 1


@native
def _link(
    things: Ints,
    sentence: int,
    starts: Ints,
    parts: Ints,
    wanted: Ints,
    heads: Ints,
    links: Ints,
    filled: int,
) -> int:
    """How many links there are with those of some literals or places of a sign to parts that are
    wanted in this sentence."""
    for number in range(len(things)):
        thing = things[number, 0]
        for row in range(starts[thing], starts[thing + 1]):
            part = parts[row]
            if wanted[part] != sentence + 1:
                continue
            if heads[part, 1] >= MOST_PLACES:
                continue
            if filled == len(links):
                return _NO_ROOM
            links[filled, 0] = heads[part, 0] if heads[part, 1] else _NONE
            links[filled, 1], links[filled, 2] = things[number, 1], things[number, 2]
            links[filled, 3] = part
            heads[part, 0], heads[part, 1] = filled, heads[part, 1] + 1
            filled += 1
    return filled
