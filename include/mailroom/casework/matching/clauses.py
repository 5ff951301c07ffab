"""What the words before a passage, and its sentence, make of it: denied, supposed, asked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mailroom.casework.matching.native import Bytes, Ints, native
from mailroom.casework.matching.speech import (
    ADVERB,
    ANY,
    ASKS_BY_NOT,
    ASKS_FIRST,
    AUXILIARY,
    CAN,
    CASE,
    DAYTIME,
    DENIES,
    ENDS_CLAUSE,
    GOOD,
    I_OR_WE,
    IN,
    LET,
    LETS,
    N_OF_NOT,
    NEWS,
    ONLY_POLITE,
    OPENER,
    QUESTION,
    REPORT,
    REQUEST,
    REQUESTS_FIRST,
    SAY,
    SHOULD,
    SHOULD_REALLY,
    SHOULD_WHO,
    SUPPOSES,
    TO,
    WERE,
    WHO_WISHES,
    S,
    T,
)

MAY_DENY = DENIES | T
MAY_SUPPOSE = SUPPOSES | CASE | SAY | WERE | SHOULD
"""Classes of which a word must stand in a sentence before anything in it is denied or supposed."""
_REACH = 90  # characters before a passage
_BETWEEN = 3  # words between a negation and what it denies
_APART = 3  # signs between two words that belong together
_LONGEST = 24  # letters of a word between
_NOWHERE = -1
_COMMA, _SEMICOLON, _APOSTROPHE, _BLANK = (ord(sign) for sign in ",;' ")
Classes = NDArray[np.int64]
"""The classes of words, by bits, that each word is of."""
_ENDS = np.array([chr(sign) in ".?!;:\n," for sign in range(256)])


@native
def is_denied(
    text: Bytes, starts: Ints, ends: Ints, classes: Classes, first: int, passage: int
) -> bool:
    """Whether a negation stands in the same clause, at most three words before a passage.

    `text` is the folded text with the characters at which its words start and after their ends;
    `first` is the first word of the sentence. A negation that asks (`can't you`, `why not just`)
    does not deny.
    """
    lowest = max(starts[first], starts[passage] - _REACH)
    word, between = passage - 1, 0
    while word >= first and starts[word] >= lowest and between <= _BETWEEN:
        of = classes[word]
        if of & ENDS_CLAUSE or not _goes_on(text, ends[word], starts[word + 1]):
            return False
        asks = word + 1 < passage and classes[word + 1] & ASKS_BY_NOT
        if not asks and (of & DENIES or _is_not(text, starts, ends, classes, first, word)):
            return True
        if ends[word] - starts[word] > _LONGEST:
            return False
        word, between = word - 1, between + 1
    return False


@native
def _goes_on(text: Bytes, end: int, start: int) -> bool:
    """Whether the words before and after this gap belong to the same clause."""
    goes_on = start - end <= _APART
    for at in range(end, min(start, end + _APART)):
        goes_on = goes_on and not _ENDS[text[at]]
    return goes_on


@native
def _is_not(text: Bytes, starts: Ints, ends: Ints, classes: Classes, first: int, word: int) -> bool:
    """Whether a word is the `t` of `don't`."""
    if word <= first or not (classes[word] & T and classes[word - 1] & N_OF_NOT):
        return False
    return _follows(text, starts, ends, word, _APOSTROPHE)


@native
def _follows(text: Bytes, starts: Ints, ends: Ints, word: int, sign: int) -> bool:
    """Whether just this sign stands between the word before and this one."""
    end = ends[word - 1]
    return bool(starts[word] == end + 1 and text[end] == sign)


@native
def is_supposed(
    text: Bytes, starts: Ints, ends: Ints, classes: Classes, first: int, passage: int
) -> bool:
    """Whether a passage is only supposed by the clause it stands in; as `is_denied`."""
    lowest = max(starts[first], starts[passage] - _REACH)
    word = passage - 1
    while word >= first and starts[word] >= lowest:
        for at in range(ends[word], starts[word + 1]):
            if text[at] in (_COMMA, _SEMICOLON):
                return False
        if classes[word] & MAY_SUPPOSE:
            after = _supposing(text, starts, ends, classes, first, word, passage)
            if after != _NOWHERE and not _is_polite(starts, ends, classes, after, passage):
                return True
        word -= 1
    return False


@native
def _supposing(
    text: Bytes,
    starts: Ints,
    ends: Ints,
    classes: Classes,
    first: int,
    word: int,
    passage: int,
) -> int:
    """The word after what supposes, if this is its first word, or its last (`in case`)."""
    of = classes[word]
    if of & SUPPOSES or (word > first and _closes(text, starts, ends, classes, first, word)):
        return word + 1
    if word + 1 >= passage or not _follows(text, starts, ends, word + 1, _BLANK):
        return _NOWHERE
    then = classes[word + 1]
    if of & WERE and then & TO:
        return word + 2
    really = word + 2 < passage and classes[word + 2] & SHOULD_REALLY
    return word + 2 if of & SHOULD and then & SHOULD_WHO and not really else _NOWHERE


@native
def _closes(text: Bytes, starts: Ints, ends: Ints, classes: Classes, first: int, word: int) -> bool:
    """Whether a word is the last one of `in case`, `lets say` or `let's say`."""
    if not _follows(text, starts, ends, word, _BLANK):
        return False
    of, before = classes[word], classes[word - 1]
    if (of & CASE and before & IN) or (of & SAY and before & LETS):
        return True
    if not (of & SAY and before & S and word > first + 1 and classes[word - 2] & LET):
        return False
    return _follows(text, starts, ends, word - 1, _APOSTROPHE)


@native
def _is_polite(starts: Ints, ends: Ints, classes: Classes, word: int, passage: int) -> bool:
    """Whether what follows an `if` makes it a request: `if you could`, `if we may`."""
    if word >= passage or starts[word] - ends[word - 1] > _APART:
        return False
    of = classes[word]
    if of & ONLY_POLITE:
        return True
    return bool(of & I_OR_WE and word + 1 < passage and classes[word + 1] & CAN)


@native
def moods_of(classes: Classes, first: int, after: int, told: int) -> int:
    """What a sentence of words [first, after) does, by bits; `told` by its phrases."""
    found = told & (QUESTION | REQUEST)
    if classes[first] & REQUESTS_FIRST:
        found |= REQUEST
    word = first
    while word < after:
        if classes[word] & OPENER:
            word += 1
        elif classes[word] & GOOD and word + 1 < after and classes[word + 1] & DAYTIME:
            word += 2
        else:
            break
    if word < after:
        then = classes[word + 1] if word + 1 < after else 0
        if classes[word] & ASKS_FIRST or (classes[word] & ANY and then & NEWS):
            found |= QUESTION
    return found or REPORT


@native
def is_wished(classes: Classes, first: int, wish: int) -> bool:
    """Whether somebody who wishes stands before a wish: `we would also like to`."""
    word = wish - 1
    if word >= first and classes[word] & ADVERB:
        word -= 1
    if word >= first and classes[word] & WHO_WISHES:
        return True
    if word >= first and classes[word] & AUXILIARY:
        word -= 1
    return bool(word >= first and classes[word] & WHO_WISHES)
