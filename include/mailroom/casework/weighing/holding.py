"""Which conditions hold: there are passages, and all but the words is as the condition asks."""

from __future__ import annotations

import numpy as np

from mailroom.casework.matching.kernel import IS_QUOTED, SPEAKS, Found
from mailroom.casework.matching.native import Bytes, Ints, native
from mailroom.casework.matching.program import (
    ALWAYS,
    ASKED,
    BY_MOOD,
    COUNTS,
    PARTICULAR,
    SPOKEN_IN,
)
from mailroom.casework.matching.shelf import taken
from mailroom.casework.matching.speech import QUESTION, REPORT, REQUEST

FOUND, HEARD, HOLDS = 1, 2, 4
"""Of a condition: there is a passage; one that is not left out; one that speaks besides."""
_SEVERAL = 2
COUNTED = 4
"""What a passage is, after `IS_QUOTED` and `SPEAKS`: it speaks and is not left out."""
_MOODS = QUESTION | REQUEST | REPORT
_NONE = -1


@native
def any_is(bits: Bytes, conditions: Ints, bit: int) -> bool:
    """Whether one of some conditions is found, heard or holds."""
    return _first(bits, conditions, 0, len(conditions), bit, 1) < len(conditions)


@native
def _first(bits: Bytes, conditions: Ints, at: int, end: int, bit: int, is_so: int) -> int:
    """The place of the first of some conditions, from a place on, of which it is so, or not so,
    that it is found, heard or holds; the place after the last where there is none."""
    while at < end and (bits[conditions[at]] & bit != 0) != is_so:
        at += 1
    return at


@native
def holding(bits: Bytes, conditions: Ints, bit: int) -> Ints:
    """The places, among some conditions, of those that are found, heard or hold."""
    kept = np.empty(len(conditions), np.int32)
    count, at = 0, _first(bits, conditions, 0, len(conditions), bit, 1)
    while at < len(conditions):
        kept[count], count = at, count + 1
        at = _first(bits, conditions, at + 1, len(conditions), bit, 1)
    return kept[:count]


@native
def rows_of_which_any_is(bits: Bytes, at: Ints, conditions: Ints, bit: int) -> Ints:
    """For each row of a table of conditions whether one of them is found, heard or holds."""
    told = np.empty(len(at) - 1, np.int32)
    for row in range(len(told)):
        told[row] = _first(bits, conditions, at[row], at[row + 1], bit, 1) < at[row + 1]
    return told


@native
def rows_that_hold(bits: Bytes, at: Ints, conditions: Ints) -> Ints:
    """For each row of a table of conditions whether all of them hold."""
    told = np.empty(len(at) - 1, np.int32)
    for row in range(len(told)):
        told[row] = _first(bits, conditions, at[row], at[row + 1], HOLDS, 0) == at[row + 1]
    return told


@native
def with_moods(shelf: Ints, active: Bytes, found: Found, own: Ints) -> Ints:
    """The passages, and after them, for conditions that ask for a mood and no words, the writer's
    own sentences of that mood."""
    asked, by_mood, passages = taken(shelf, ASKED), taken(shelf, BY_MOOD), found.passages
    sentences = found.sentences
    if not len(by_mood):
        return passages
    count = len(passages)
    more = np.empty((count + len(by_mood) * len(sentences), 5), np.int32)
    more[:count] = passages
    for condition in by_mood:
        for sentence in range(len(sentences)):
            part = sentences[sentence, 3]
            fits = sentences[sentence, 4] & asked[condition] & _MOODS
            if fits and active[condition] and part >= 0 and own[part]:
                more[count, 0], more[count, 3], more[count, 4] = condition, part, SPEAKS
                more[count, 1], more[count, 2] = sentences[sentence, 1], sentences[sentence, 2]
                count += 1
    return more[:count]


@native
def linked(passages: Ints, hears_quoted: int, bits: Bytes) -> tuple[Ints, Ints]:
    """The newest passage of each condition, and the one before each passage of the same; -1 for
    none. Fills in `bits`, by the passages alone, and which passages are `COUNTED`."""
    newest = np.full(len(bits), _NONE, np.int32)
    before = np.empty(len(passages), np.int32)
    for number in range(len(passages)):
        condition, what = passages[number, 0], passages[number, 4]
        before[number], newest[condition] = newest[condition], number
        bits[condition] |= FOUND
        if what & IS_QUOTED and not hears_quoted:
            continue
        bits[condition] |= HEARD
        if what & SPEAKS:
            bits[condition] |= HOLDS
            passages[number, 4] |= COUNTED
    return newest, before


@native
def hold_always(shelf: Ints, active: Bytes, bits: Bytes) -> None:
    """Mark the conditions that ask neither for words nor for a mood."""
    for condition in taken(shelf, ALWAYS):
        if active[condition]:
            bits[condition] = FOUND | HEARD | HOLDS


@native
def asks_how_many(shelf: Ints, bits: Bytes) -> bool:
    """Whether a condition that was found depends on how many paying parents it is about."""
    counts, asks = taken(shelf, COUNTS), False
    for condition in taken(shelf, PARTICULAR):
        asks = asks or (counts[condition] != 0 and bits[condition] != 0)
    return asks


@native
def drop_other_languages(shelf: Ints, language: int, bits: Bytes) -> None:
    """Unmark the conditions that ask for another language."""
    spoken_in = taken(shelf, SPOKEN_IN)
    for condition in taken(shelf, PARTICULAR):
        if spoken_in[condition] and not spoken_in[condition] & language:
            bits[condition] = 0


@native
def drop_other_counts(shelf: Ints, several: int, bits: Bytes) -> None:
    """Unmark the conditions that ask for another number of paying parents."""
    counts = taken(shelf, COUNTS)
    for condition in taken(shelf, PARTICULAR):
        if counts[condition] and (counts[condition] == _SEVERAL) != (several > 0):
            bits[condition] = 0
