"""From a text to all that is found in it: passages for conditions, sentences, languages."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mailroom.casework.matching.automaton import Automaton, hits_in
from mailroom.casework.matching.clauses import (
    MAY_DENY,
    MAY_SUPPOSE,
    Classes,
    is_denied,
    is_supposed,
    is_wished,
    moods_of,
)
from mailroom.casework.matching.flat import QUESTION_MARK, Flat, count_words, flattened
from mailroom.casework.matching.native import Bytes, Ints, native, native_stage
from mailroom.casework.matching.program import (
    ASKED,
    EVEN_IF_DENIED,
    EVEN_IF_SUPPOSED,
    MOODS_SAID,
    QUOTED,
    REPORTS,
    REPORTS_AT,
    Program,
)
from mailroom.casework.matching.shelf import taken
from mailroom.casework.matching.signs import passages_in
from mailroom.casework.matching.speech import ENGLISH, QUESTION, REQUEST, SPANISH, WELSH, WISH

IS_QUOTED, SPEAKS = 1, 2
"""What a passage is, by bits."""
_CLASSES = (1 << MOODS_SAID) - 1
_LEAST = 0.08
"""Share of a text's words by which its language is told."""


class Layout(NamedTuple):
    """The parts of an item in a folded text: where each starts, how long it is, which place."""

    starts: Ints
    lengths: Ints
    places: Ints


class Words(NamedTuple):
    """The words of a folded text: the characters at which each starts and after its end, and the
    classes of words it is of."""

    text: Bytes
    starts: Ints
    ends: Ints
    classes: Classes


class Found(NamedTuple):
    """What is in a text: passages (condition, start, end, part, what it is), sentences (first word,
    start, end, part or -1, moods), and how many words are English, Welsh, Spanish, and all."""

    passages: Ints
    sentences: Ints
    languages: Ints


@native
def find_all(program: Program, active: Bytes, text: Bytes, mended: Bytes, layout: Layout) -> Found:
    """All that is found in a folded text; `active` says for each condition whether it is looked
    for. `mended` is the flat form of the text where that was mended word for word, else empty."""
    flat = flattened(text)
    if not len(mended):
        return _find(program, active, _hits_of(program, flat.signs), flat, text, layout)
    if count_words(mended) != len(flat.starts):
        raise ValueError("a folded text and its flat form have not the same words")
    return _find(program, active, _hits_of(program, mended), flat, text, layout)


@native
def find_by_hits(program: Program, active: Bytes, text: Bytes, hits: Ints, layout: Layout) -> Found:
    """The same where the literals were found already."""
    return _find(program, active, hits, flattened(text), text, layout)


@native_stage
def _find(
    program: Program, active: Bytes, hits: Ints, flat: Flat, text: Bytes, layout: Layout
) -> Found:
    shelf = program.shelf
    starts, ends, after_each = flat.starts, flat.ends, flat.after_each
    classes = np.zeros(len(starts), np.int64)
    moods, said = _said(program.says, hits, after_each, classes)
    words = Words(text, starts, ends, classes)
    sentences = _sentences(words, after_each, moods, layout)
    passages = passages_in(shelf, active, hits, after_each)
    spoken = _spoken(taken(shelf, ASKED), passages, sentences, said, words, layout)
    return Found(spoken, sentences, _languages(classes))


@native
def _hits_of(program: Program, flat: Bytes) -> Ints:
    """`hits_in` by a program's automaton."""
    starts, reports = taken(program.shelf, REPORTS_AT), taken(program.shelf, REPORTS)
    return hits_in(flat, Automaton(program.steps, starts, reports.reshape(-1, 2)))


@native
def _said(
    says: NDArray[np.int64], hits: Ints, after_each: Ints, of_words: Classes
) -> tuple[Ints, Classes]:
    """What each sentence does, by its phrases, and the classes of any of its words; fills in those
    of each word."""
    told = np.zeros(len(after_each), np.int32)
    said = np.zeros(len(after_each), np.int64)
    sentence = first = 0
    for hit in range(len(hits)):
        bits = says[hits[hit, 0]]
        if not bits:
            continue
        last = hits[hit, 2] - 1
        while after_each[sentence] <= last:
            first, sentence = after_each[sentence], sentence + 1
        classes, moods = bits & _CLASSES, bits >> MOODS_SAID
        of_words[last] |= classes
        said[sentence] |= classes
        told[sentence] |= moods & (QUESTION | REQUEST)
        if moods & WISH and is_wished(of_words, first, hits[hit, 1]):
            told[sentence] |= REQUEST
    return told, said


@native
def _sentences(words: Words, after_each: Ints, told: Ints, layout: Layout) -> Ints:
    """Of each sentence its first word, where it stands (start, end, part), and its moods; the part
    is -1 where it has no word."""
    text, starts, ends, classes = words
    parts, lengths, _ = layout
    made = np.zeros((len(after_each), 5), np.int32)
    first = 0
    for number in range(len(after_each)):
        after = after_each[number]
        made[number, 0], made[number, 3] = first, -1
        if after > first:
            part = part_of(parts, starts[first])
            made[number, 1] = starts[first] - parts[part]
            made[number, 2] = min(ends[after - 1] - parts[part], lengths[part])
            made[number, 3] = part
            asks = text[starts[after - 1]] == QUESTION_MARK
            told[number] |= QUESTION if asks else 0
            made[number, 4] = moods_of(classes, first, after, told[number])
        first = after
    return made


@native
def _spoken(
    asked: Ints, passages: Ints, sentences: Ints, said: Classes, words: Words, layout: Layout
) -> Ints:
    """The passages that stand where their conditions look: condition, start, end, part, what it
    is."""
    text, starts, ends, classes = words
    parts, lengths, places = layout
    found = np.empty((len(passages), 5), np.int32)
    count = 0
    for number in range(len(passages)):
        condition, sentence = passages[number, 0], passages[number, 1]
        first, after = passages[number, 2], passages[number, 3]
        part = part_of(parts, starts[first])
        wants = asked[condition]
        if not wants & places[part]:
            continue
        begin = sentences[sentence, 0]
        speaks = wants & sentences[sentence, 4] != 0
        if speaks and said[sentence] & MAY_DENY and not wants & EVEN_IF_DENIED:
            speaks = not is_denied(text, starts, ends, classes, begin, first)
        if speaks and said[sentence] & MAY_SUPPOSE and not wants & EVEN_IF_SUPPOSED:
            speaks = not is_supposed(text, starts, ends, classes, begin, first)
        found[count, 0], found[count, 3] = condition, part
        found[count, 1] = starts[first] - parts[part]
        found[count, 2] = min(ends[after - 1] - parts[part], lengths[part])
        found[count, 4] = (SPEAKS if speaks else 0) | (IS_QUOTED if places[part] == QUOTED else 0)
        count += 1
    return found[:count]


@native
def part_of(parts: Ints, start: int) -> int:
    """The last of the parts, by where they start, that has begun at a character."""
    part = len(parts) - 1
    while part and parts[part] > start:
        part -= 1
    return part


@native
def _languages(classes: Classes) -> Ints:
    """How many words are English, Welsh, Spanish, and how many there are."""
    told = np.zeros(4, np.int32)
    told[3] = len(classes)
    for of in classes:
        told[0] += (of & ENGLISH) != 0
        told[1] += (of & WELSH) != 0
        told[2] += (of & SPANISH) != 0
    return told


@native
def language_of(told: Ints) -> int:
    """The language of most words, by its bit in the order of `LANGUAGES`; 0 where too few tell.

    `told` is how many are English, Welsh and Spanish by the small words that only one of them has,
    and how many there are.
    """
    most = max(told[0], told[1], told[2])
    if most < max(1.0, _LEAST * told[3]):
        return 0
    bits = 0
    for language in range(3):
        if told[language] == most:
            bits |= 1 << language
    return bits if bits in (1, 2, 4) else 0
