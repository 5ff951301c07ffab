"""What of a pack's conditions is found in one text, and where."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_

from mailroom.casework.matching.book import Book, Sign
from mailroom.casework.matching.places import literal_places, sign_places
from mailroom.casework.matching.sentences import Interval, Sentence, Text, sentence_at
from mailroom.policy.conditions import Condition

_MOST = 100  # passages of one condition: enough evidence, and a bound

Passage = tuple[Sentence, Interval]
"""Words of a sentence that may speak for a condition."""
Evidence = dict[int, list[Passage]]
"""Passages by the number of the condition, by sentences."""


def evidence(book: Book, text: Text) -> Evidence:
    """All passages for all conditions of a book, whatever the mood of their sentence and even if
    they are denied there: `speaks_for` says whether they count."""
    found: Evidence = {}
    for sentence in _touched(book, text):
        for number, interval in _held(book, sentence):
            passages = found.setdefault(number, [])
            if len(passages) < _MOST:
                passages.append((sentence, interval))
    return found


def speaks_for(condition: Condition, passage: Passage) -> bool:
    """Whether a passage counts: in a sentence of the right mood, not denied, not only supposed."""
    sentence, interval = passage
    return (
        (not condition.mood or not sentence.moods.isdisjoint(condition.mood))
        and ("denied" in condition.even_if or not sentence.denies(interval))
        and ("supposed" in condition.even_if or not sentence.supposes(interval))
    )


def _touched(book: Book, text: Text) -> list[Sentence]:
    """The sentences in which any literal stands; an automaton finds them from left to right."""
    sentences: list[Sentence] = []
    after = -1
    for literal, start, _ in book.engine.hits(text.flat):
        if not sentences or not sentences[-1].start <= start < after:
            sentences.append(sentence_at(text, start))
            after = sentences[-1].end
        hits = sentences[-1].hits
        if literal in hits:
            hits[literal].append(start)
        else:
            hits[literal] = [start]
    return sentences


def _held(book: Book, sentence: Sentence) -> Iterator[tuple[int, Interval]]:
    """The conditions that hold in a sentence, each with the words that say so."""
    for literal in sentence.hits:
        if fulfils := book.triggered[literal].fulfils:
            places = literal_places(sentence, literal, len(book.literals[literal].words))
            yield from ((number, interval) for number in fulfils for interval in places)
    for number, sign in _possible(book, sentence):
        yield from ((number, interval) for interval in sign_places(sentence, sign))


def _possible(book: Book, sentence: Sentence) -> dict[tuple[int, Sign], None]:
    """The signs of which all parts are in the sentence somewhere, each once."""
    signs = [one for literal in sentence.hits for one in book.triggered[literal].signs]
    if not signs:
        return {}
    sentence.bits = book.bits_of(sentence.words)
    mask = reduce(or_, sentence.bits, 0)
    return {one: None for one in signs if one[1].mask & mask == one[1].mask}
