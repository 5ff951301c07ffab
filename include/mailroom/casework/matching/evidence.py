"""What of a pack's conditions is found in one text, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from mailroom.casework.matching.book import Book, Sign, Triggered
from mailroom.casework.matching.places import literal_places, sign_places
from mailroom.casework.matching.sentences import Interval, Sentence, Text, sentence_at
from mailroom.policy.conditions import Condition

_MOST = 100  # passages of one condition: enough evidence, and a bound

Passage = tuple[Sentence, Interval]
"""Words of a sentence that may speak for a condition."""
Evidence = dict[int, list[Passage]]
"""Passages by the number of the condition, by sentences."""


def evidence(book: Book, text: Text, triggers: Sequence[Triggered] | None = None) -> Evidence:
    """All passages for all conditions of a book, or for those of `triggers`, whatever the mood of
    their sentence and even if they are denied there: `speaks_for` says whether they count."""
    triggers = book.triggered if triggers is None else triggers
    found: defaultdict[int, list[Passage]] = defaultdict(list)
    for sentence in _touched(book, text):
        signs: list[tuple[int, Sign]] = []
        for literal, starts in sentence.hits.items():
            triggered = triggers[literal]
            signs += triggered.signs
            if triggered.fulfils:
                places = literal_places(sentence, starts, triggered.length)
                for number in triggered.fulfils:
                    _add(found[number], sentence, places)
        if signs:
            for number, sign in _possible(book, sentence, signs):
                if signed := sign_places(sentence, sign):
                    _add(found[number], sentence, signed)
    return dict(found)


def _add(passages: list[Passage], sentence: Sentence, places: Sequence[Interval]) -> None:
    """As many as there is room for: a hostile text may repeat one word without end."""
    passages += [(sentence, interval) for interval in places[: _MOST - len(passages)]]


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
    begin = after = -1
    for literal, start, _ in book.engine.hits(text.flat):
        if not begin <= start < after:
            sentence = sentence_at(text, start)
            sentences.append(sentence)
            begin, after, hits = sentence.start, sentence.end, sentence.hits
        hits[literal].append(start)
    return sentences


def _possible(
    book: Book, sentence: Sentence, signs: Iterable[tuple[int, Sign]]
) -> dict[tuple[int, Sign], None]:
    """The signs of which all parts are in the sentence somewhere, each once."""
    sentence.bits = book.bits_of(sentence.words)
    missing = ~reduce(or_, sentence.bits, 0)
    return {one: None for one in signs if not one[1].mask & missing}
