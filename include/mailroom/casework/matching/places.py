"""Where parts and signs stand in one sentence, counted in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import permutations

from mailroom.casework.matching.book import Book, Part, Sign
from mailroom.casework.matching.sentences import Interval, Sentence

_MOST = 60  # intervals of one part in a sentence: a bound for one word repeated


def literal_places(book: Book, sentence: Sentence, literal: int) -> list[Interval]:
    """The words that a literal takes, wherever it stands in the sentence."""
    length = len(book.literals[literal].words)
    firsts = [sentence.word_at(start) for start in sentence.hits[literal][:_MOST]]
    return [(first, first + length) for first in firsts]


def sign_places(book: Book, sentence: Sentence, sign: Sign) -> list[Interval]:
    """Where a sign stands, from the first of its words to the last, in order."""
    links: list[list[Interval]] = []
    for part in sign.parts:
        found = _part_places(book, sentence, part)
        if not found:
            return []
        links.append(found)
    if len(links) == 1:
        return links[0]
    orders: Iterable[Sequence[list[Interval]]] = [links] if sign.ordered else permutations(links)
    return sorted({one for order in orders for one in _in_order(order, sign.gaps)})


def _part_places(book: Book, sentence: Sentence, part: Part) -> list[Interval]:
    key = id(part)
    known = sentence.known.get(key)
    if known is None:
        known = sentence.known[key] = _find(book, sentence, part)[:_MOST]
    return known


def _find(book: Book, sentence: Sentence, part: Part) -> list[Interval]:
    words, stems = part.words, part.stems
    found: list[Interval] = []
    if not words.isdisjoint(sentence.words):
        found = [(n, n + 1) for n, word in enumerate(sentence.words) if word in words]
    if stems:
        found += [(n, n + 1) for n, word in enumerate(sentence.words) if word.startswith(stems)]
    for literal in sentence.hits.keys() & part.literals:
        found += literal_places(book, sentence, literal)
    for chain in part.chains:
        if not chain.triggers.isdisjoint(sentence.hits):
            found += sign_places(book, sentence, chain)
    return found


def _in_order(links: Sequence[list[Interval]], gaps: Sequence[int]) -> list[Interval]:
    chained = links[0]
    for link, gap in zip(links[1:], gaps, strict=True):
        chained = [
            (first, after)
            for first, before in chained
            for begin, after in link
            if 0 <= begin - before <= gap
        ][:_MOST]
    return chained
