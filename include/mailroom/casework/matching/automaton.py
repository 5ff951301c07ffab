"""All literals of a pack against one flat text: Aho-Corasick, one pass however many they are.

Aho and Corasick, Efficient String Matching, CACM 18 (1975): the full automaton of its section 6,
so that every character is one step.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mailroom.casework.matching.flat import BLANK, LINE_FEED, bytes_of
from mailroom.casework.matching.native import Bytes, Ints, native, native_stage

_SIGNS = " abcdefghijklmnopqrstuvwxyz0123456789"
_WIDTH = len(_SIGNS) + 1


def _columns() -> Bytes:
    """The column of every byte; what stands in no literal has the last."""
    columns = np.full(256, _WIDTH - 1, np.uint8)
    columns[bytes_of(_SIGNS)] = np.arange(len(_SIGNS))
    return columns


_COLUMNS = _columns()


class Automaton(NamedTuple):
    """States by number, 0 the first, and nearer ones before farther ones; the last of them report.

    `steps[state, column]` is the next state; what the n-th of the states that report has found
    are `reports[starts[n] : starts[n + 1]]`, literals with how many words each of them takes.
    """

    steps: NDArray[Any]
    starts: Ints
    reports: Ints


def automaton_of(literals: Sequence[str]) -> Automaton:
    """The automaton over literals that are numbered by their place in the list."""
    after = np.cumsum([len(one) for one in literals], dtype=np.int32)
    words = np.array([len(one.split()) for one in literals], np.int32)
    columns = _COLUMNS[bytes_of("".join(literals))]
    steps, ends, literal, others, nearest = _built(columns, after, _WIDTH)
    order = nearest[np.argsort(ends[nearest] > 0, kind="stable")]
    number = np.empty_like(order)
    number[order] = np.arange(len(order))
    starts, reports = _reported(order[ends[order] > 0], ends, literal, others, words)
    small = len(steps) <= 1 << 16  # in half the room more of it stays in the processor's cache
    return Automaton(number.astype(np.uint16 if small else np.int32)[steps[order]], starts, reports)


@native
def _built(columns: Bytes, after: Ints, width: int) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """A tree of all literals first, then, nearest states first, where to go on when what follows
    is in no branch.

    The steps; of each state the state to report first when there, 0 for none, its literal, and the
    state to report after it; the states, nearest first.
    """
    steps = np.zeros((len(columns) + 1, width), np.int32)
    literal = np.full(len(columns) + 1, -1, np.int32)
    states, at = 1, 0
    for number in range(len(after)):
        state = 0
        while at < after[number]:
            if steps[state, columns[at]] == 0:
                steps[state, columns[at]] = states
                states += 1
            state = steps[state, columns[at]]
            at += 1
        literal[state] = number
    back = np.zeros(states, np.int32)
    ends = np.zeros(states, np.int32)
    others = np.zeros(states, np.int32)
    queue = np.zeros(states, np.int32)
    first, last = 0, 1
    while first < last:
        state = queue[first]
        first += 1
        others[state] = ends[back[state]]
        ends[state] = state if literal[state] >= 0 else others[state]
        for column in range(width):
            there, otherwise = steps[state, column], steps[back[state], column]
            if there == 0:
                steps[state, column] = otherwise
            else:
                back[there] = otherwise if state else 0
                queue[last] = there
                last += 1
    return steps[:states].copy(), ends, literal[:states].copy(), others, queue


@native
def _reported(
    states: Ints, ends: Ints, literal: Ints, others: Ints, words: Ints
) -> tuple[Ints, Ints]:
    """What some states report, as an `Automaton` has it."""
    starts = np.zeros(len(states) + 1, np.int32)
    for number in range(len(states)):
        starts[number + 1] = starts[number]
        at = ends[states[number]]
        while at:
            starts[number + 1] += 1
            at = others[at]
    reports = np.empty((starts[-1], 2), np.int32)
    filled = 0
    for state in states:
        at = ends[state]
        while at:
            reports[filled, 0], reports[filled, 1] = literal[at], words[literal[at]]
            filled += 1
            at = others[at]
    return starts, reports


@native_stage
def hits_in(flat: Bytes, automaton: Automaton) -> Ints:
    """Every literal in a flat text by where it ends: its number, the number of its first word, and
    that after its last, of which it may only be the beginning."""
    steps, starts, reports = automaton
    found = np.empty((256, 3), np.int32)
    count = _hit(flat, steps, starts, reports, found)
    if count > len(found):
        found = np.empty((count, 3), np.int32)
        _hit(flat, steps, starts, reports, found)
    return found[:count]


@native
def _hit(flat: Bytes, steps: NDArray[Any], starts: Ints, reports: Ints, found: Ints) -> int:
    """How many hits there are, as many of them in `found` as it has room for."""
    quiet = len(steps) - (len(starts) - 1)
    count = state = begun = 0
    apart = True
    for sign in flat:
        if sign in (BLANK, LINE_FEED):
            apart = True
        elif apart:
            begun, apart = begun + 1, False
        state = steps[state, _COLUMNS[sign]]
        if state < quiet:
            continue
        for row in range(starts[state - quiet], starts[state - quiet + 1]):
            if count < len(found):
                found[count, 0], found[count, 2] = reports[row, 0], begun
                found[count, 1] = begun - reports[row, 1]
            count += 1
    return count


class OneByOne:
    """The same with `re`, one literal after the other: what the automaton is measured against."""

    def __init__(self, literals: Sequence[str]) -> None:
        self._patterns = [
            re.compile(re.escape(one.strip()).join((r"\b", r"\b" if one.endswith(" ") else "")),
                       re.IGNORECASE)
            for one in literals
        ]  # fmt: skip
        self._words = [len(one.split()) for one in literals]

    def hits(self, flat: str) -> Ints:
        """Every place of every literal in a flat text, as `hits_in` has them."""
        signs = bytes_of(flat)
        worded = (signs != BLANK) & (signs != LINE_FEED)
        words = np.cumsum(worded & ~np.append(False, worded[:-1]))
        found = [
            (match.end(), number)
            for number, pattern in enumerate(self._patterns)
            for match in pattern.finditer(flat)
        ]
        hits = [
            (number, words[end - 1] - self._words[number], words[end - 1])
            for end, number in sorted(found)
        ]
        return np.array(hits, np.int32).reshape(-1, 3)
