"""What of a pack's conditions is found in one text, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mailroom.casework.matching.book import Book, Sign
from mailroom.casework.matching.places import atom_places, sign_places
from mailroom.casework.matching.sentences import Interval, Sentence, Sentences
from mailroom.policy.conditions import Condition

_MOST = 100  # passages of one condition: enough evidence, and a bound


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters [start, end) of a folded text that speak for a condition, in a sentence.

    `counts` is false where they are denied or only supposed.
    """

    start: int
    end: int
    counts: bool
    sentence: int


Evidence = dict[int, list[Passage]]
"""Passages by the number of the condition, in the order of the text."""


def evidence(book: Book, folded: str) -> Evidence:
    """All passages for all conditions of a book."""
    hits = book.engine.hits(folded)
    found: Evidence = {}
    if not hits:
        return found
    sentences = Sentences(folded)
    for atom, end in hits:
        sentences.at(end - 1).ends.setdefault(atom, []).append(end)
    for sentence in sentences.touched():
        for number, interval in _held(book, sentence):
            rule = book.conditions[number]
            if rule.mood and sentence.moods.isdisjoint(rule.mood):
                continue
            passages = found.setdefault(number, [])
            if len(passages) < _MOST:
                passages.append(_passage(rule, sentence, interval))
    return found


def _held(book: Book, sentence: Sentence) -> Iterator[tuple[int, Interval]]:
    """The conditions that hold in a sentence, each with the words that say so."""
    for atom in sentence.ends:
        if fulfils := book.triggered[atom].fulfils:
            places = atom_places(book, sentence, atom)
            yield from ((number, interval) for number in fulfils for interval in places)
    for number, sign in _possible(book, sentence):
        yield from ((number, interval) for interval in sign_places(book, sentence, sign))


def _possible(book: Book, sentence: Sentence) -> dict[tuple[int, Sign], None]:
    """The signs of which all parts are in the sentence somewhere, each once."""
    mask = book.mask_of(sentence.words)
    for atom in sentence.ends:
        mask |= book.atom_masks[atom]
    return {
        one: None
        for atom in sentence.ends
        for one in book.triggered[atom].signs
        if one[1].mask & mask == one[1].mask
    }


def _passage(rule: Condition, sentence: Sentence, interval: Interval) -> Passage:
    start, end = sentence.characters(interval)
    counts = ("denied" in rule.even_if or not sentence.denies(interval)) and (
        "supposed" in rule.even_if or not sentence.supposes(interval)
    )
    return Passage(start, end, counts, sentence.start)
