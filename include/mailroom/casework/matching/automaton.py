"""All literals of a pack against one flat text: Aho-Corasick, one pass however many they are.

Aho and Corasick, Efficient String Matching, CACM 18 (1975): the full automaton of its section 6,
so that every character is one step.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mailroom.casework.matching.flat import BLANK, LINE_FEED, bytes_of
from mailroom.casework.matching.native import Bytes, Ints, native

_SIGNS = " abcdefghijklmnopqrstuvwxyz0123456789"
_WIDTH = len(_SIGNS) + 1


def _columns() -> Bytes:
    """The column of every byte; what stands in no literal has the last."""
    columns = np.full(256, _WIDTH - 1, np.uint8)
    columns[bytes_of(_SIGNS)] = np.arange(len(_SIGNS))
    return columns


_COLUMNS = _columns()


class Automaton(NamedTuple):
    """States by number, 0 the first.

    `steps[state, column]` is the next state; `ends[state]` the state to report first when there,
    0 for none; `literal[state]` its literal and `others[state]` the state to report after it;
    `words[literal]` how many words a literal takes.
    """

    steps: NDArray[np.uint16] | Ints
    ends: Ints
    literal: Ints
    others: Ints
    words: Ints


def automaton_of(literals: Sequence[str]) -> Automaton:
    """The automaton over literals that are numbered by their place in the list."""
    after = np.cumsum([len(one) for one in literals], dtype=np.int32)
    words = np.array([len(one.split()) for one in literals], np.int32)
    columns = _COLUMNS[bytes_of("".join(literals))]
    steps, ends, literal, others = _built(columns, after, _WIDTH)
    small = len(steps) <= 1 << 16  # in half the room more of it stays in the processor's cache
    return Automaton(steps.astype(np.uint16) if small else steps, ends, literal, others, words)


@native
def _built(columns: Bytes, after: Ints, width: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Steps, ends, literals and others: a tree of all literals first, then, nearest states first,
    where to go on when what follows is in no branch."""
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
    return steps[:states].copy(), ends, literal[:states].copy(), others


@native
def hits_in(flat: Bytes, automaton: Automaton) -> Ints:
    """Every literal in a flat text by where it ends: its number, the number of its first word, and
    that after its last, of which it may only be the beginning."""
    steps, ends, literal, others, words = automaton
    found = np.empty((256, 3), np.int32)
    count = _hit(flat, steps, ends, literal, others, words, found)
    if count > len(found):
        found = np.empty((count, 3), np.int32)
        _hit(flat, steps, ends, literal, others, words, found)
    return found[:count]


@native
def _hit(
    flat: Bytes,
    steps: NDArray[np.uint16] | Ints,
    ends: Ints,
    literal: Ints,
    others: Ints,
    words: Ints,
    found: Ints,
) -> int:
    """How many hits there are, as many of them in `found` as it has room for."""
    count = state = begun = 0
    apart = True
    for sign in flat:
        if sign in (BLANK, LINE_FEED):
            apart = True
        elif apart:
            begun, apart = begun + 1, False
        state = steps[state, _COLUMNS[sign]]
        at = ends[state]
        while at:
            if count < len(found):
                number = literal[at]
                found[count, 0], found[count, 2] = number, begun
                found[count, 1] = begun - words[number]
            count += 1
            at = others[at]
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
