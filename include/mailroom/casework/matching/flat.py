"""A text made flat: its words in small letters with one blank between, a line feed between
sentences. Automata run over it quickly; the number of a word leads back to the text."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mailroom.casework.matching.native import Bytes, Ints, native, native_stage

BLANK, LINE_FEED, QUESTION_MARK = (ord(sign) for sign in " \n?")
_TAB, _QUOTE, _CLOSE, _STOP = (ord(sign) for sign in '\t").')
_A, _Z = (ord(sign) for sign in "AZ")
_TO_SMALL = ord("a") - _A
_IN_A_WORD = np.array([sign < 128 and chr(sign).isalnum() for sign in range(256)])
_IS_DIGIT = np.array([sign in b"0123456789" for sign in range(256)])
_ENDS = np.array([sign in b"!;\x01" for sign in range(256)])
_LIST_MARKS = np.array([sign in b"-*>" for sign in range(256)])
_ABBREVIATED = np.array(
    [int.from_bytes(word, "big") for word in b"mr ms dr st no mrs ref ext messrs".split()]
)
"""After which a stop ends no sentence, as numbers to the base of 256."""


def flatten(folded: str) -> str:
    """The words of a folded text, ` like this one ? \\n and the next `.

    A question mark is a word of its own, at the end of its sentence. A stop ends a sentence where a
    blank follows it, and not after `Mr.` and the like; so do a blank line and a list's next line.
    """
    return text_of(flattened(bytes_of(folded)).signs)


def bytes_of(text: str) -> Bytes:
    """An ASCII text as an array."""
    return np.frombuffer(text.encode("ascii"), np.uint8)


def text_of(signs: Bytes) -> str:
    """The same as a text again."""
    return signs.tobytes().decode("ascii")


class Flat(NamedTuple):
    """A flat text: its `signs`; the characters of the folded text at which each word starts and
    after its end; the numbers of the words after each sentence, which may have none."""

    signs: Bytes
    starts: Ints
    ends: Ints
    after_each: Ints


@native_stage
def flattened(folded: Bytes) -> Flat:
    """`flatten` on arrays, and the way back."""
    size = len(folded)
    flat = np.empty(5 * size + 2, np.uint8)
    starts, ends = np.empty(size, np.int32), np.empty(size, np.int32)
    after_each = np.empty(size + 1, np.int32)
    flat[0], filled = BLANK, 1
    words = sentences = 0
    for at in range(size):
        sign = folded[at]
        if _IN_A_WORD[sign]:
            if flat[filled - 1] == BLANK:
                starts[words], words = at, words + 1
            ends[words - 1] = at + 1
            flat[filled] = sign + _TO_SMALL if _A <= sign <= _Z else sign
            filled += 1
            continue
        if flat[filled - 1] != BLANK:
            flat[filled], filled = BLANK, filled + 1
        if sign == QUESTION_MARK:
            starts[words], ends[words], words = at, at + 1, words + 1
            flat[filled], flat[filled + 1] = QUESTION_MARK, BLANK
            filled += 2
        ends_here = sign == QUESTION_MARK or _ENDS[sign]
        if ends_here or (_may_end(folded, at) and not _is_abbreviated(flat, filled)):
            after_each[sentences], sentences = words, sentences + 1
            flat[filled], flat[filled + 1] = LINE_FEED, BLANK
            filled += 2
    if flat[filled - 1] != BLANK:
        flat[filled], filled = BLANK, filled + 1
    after_each[sentences] = words
    return Flat(flat[:filled], starts[:words], ends[:words], after_each[: sentences + 1])


@native
def _is_abbreviated(flat: Bytes, filled: int) -> bool:
    """Whether the last word is a single letter or `Mr` and the like."""
    begin = filled - 1
    while begin and flat[begin - 1] != BLANK and filled - begin < 8:
        begin -= 1
    if begin == filled - 2:
        return bool(_A + _TO_SMALL <= flat[begin] <= _Z + _TO_SMALL)
    word = 0
    for at in range(begin, filled - 1):
        word = 256 * word + int(flat[at])
    return bool(np.any(word == _ABBREVIATED))


@native
def _may_end(folded: Bytes, at: int) -> bool:
    """Whether there is the stop of a sentence, or the end of a line that ends a paragraph."""
    if folded[at] == LINE_FEED:
        return _is_break(folded, at)
    if folded[at] != _STOP or at + 1 == len(folded):
        return False
    then = folded[at + 1]
    if then == LINE_FEED:
        return not _is_break(folded, at + 1)
    return then in (BLANK, _QUOTE)


@native
def _is_break(folded: Bytes, at: int) -> bool:
    """Whether a blank line or the next of a list follows a line feed."""
    at += 1
    while at < len(folded) and (folded[at] == BLANK or folded[at] == _TAB):
        at += 1
    if at < len(folded) and (folded[at] == LINE_FEED or _LIST_MARKS[folded[at]]):
        return True
    digits = 0
    while at < len(folded) and digits < 3 and _IS_DIGIT[folded[at]]:
        at, digits = at + 1, digits + 1
    if not 1 <= digits <= 2 or at + 1 >= len(folded):
        return False
    closed = folded[at] == _STOP or folded[at] == _CLOSE
    return bool(closed and (folded[at + 1] == BLANK or folded[at + 1] == _TAB))


@native
def count_words(signs: Bytes) -> int:
    """How many words a flat text has."""
    words, apart = 0, True
    for sign in signs:
        if sign in (BLANK, LINE_FEED):
            apart = True
        elif apart:
            words, apart = words + 1, False
    return words


def words_before(flat: str, position: int) -> int:
    """How many words stand before a blank of a flat text."""
    return flat.count(" ", 0, position) - flat.count("\n", 0, position)
