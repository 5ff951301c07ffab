"""Where parts and signs stand in one sentence, counted in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import permutations

from mailroom.casework.matching.book import Book, Part, Sign
from mailroom.casework.matching.sentences import Interval, Sentence

_MOST = 60  # intervals of one part in a sentence: a bound for one word repeated


def atom_places(book: Book, sentence: Sentence, atom: int) -> list[Interval]:
    """The words that an atom takes, wherever it ends in the sentence.

    One that began in the sentence before is taken from its own start.
    """
    run = book.runs[atom]
    found: list[Interval] = []
    for end in sentence.ends[atom][:_MOST]:
        last = sentence.word_at(end - 1)
        first = max(0, last + 1 - run.length) if run.length else _first(sentence, run.regex, end)
        found.append((first, last + 1))
    return found


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
    found = [(n, n + 1) for n, word in enumerate(sentence.words) if word in words]
    if stems:
        found += [(n, n + 1) for n, word in enumerate(sentence.words) if word.startswith(stems)]
    for atom in sentence.ends.keys() & part.atoms:
        found += atom_places(book, sentence, atom)
    for chain in part.chains:
        if not chain.triggers.isdisjoint(sentence.ends):
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


def _first(sentence: Sentence, regex: str, end: int) -> int:
    """The word where the shortest passage begins that ends there; `\\Z` holds at the end given."""
    pattern = re.compile(regex + r"\Z", re.IGNORECASE | re.ASCII)
    text, start = sentence.text, end - 1
    at = sentence.start
    while match := pattern.search(text, at, end):
        start, at = match.start(), match.start() + 1
    return sentence.word_at(start)
