"""Where parts and signs stand in one sentence, counted in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations

from mailroom.casework.matching.book import Part, Sign
from mailroom.casework.matching.sentences import Interval, Sentence

_MOST = 60  # intervals of one part in a sentence: a bound for one word repeated


def literal_places(sentence: Sentence, literal: int, length: int) -> list[Interval]:
    """The words that a literal of `length` words takes, wherever it was found in the sentence."""
    firsts = [sentence.word_at(start) for start in sentence.hits[literal][:_MOST]]
    return [(first, first + length) for first in firsts]


def sign_places(sentence: Sentence, sign: Sign) -> list[Interval]:
    """Where a sign stands, from the first of its words to the last, in order."""
    links: list[list[Interval]] = []
    for part in sign.parts:
        found = _part_places(sentence, part)
        if not found:
            return []
        links.append(found)
    if len(links) == 1:
        return links[0]
    orders: Iterable[Sequence[list[Interval]]] = [links] if sign.ordered else permutations(links)
    return sorted({one for order in orders for one in _in_order(order, sign.gaps)})


def _part_places(sentence: Sentence, part: Part) -> list[Interval]:
    key = id(part)
    known = sentence.known.get(key)
    if known is None:
        known = sentence.known[key] = _find(sentence, part)[:_MOST]
    return known


def _find(sentence: Sentence, part: Part) -> list[Interval]:
    bit, words, stems = part.bit, part.words, part.stems
    found: list[Interval] = []
    for n, bits in enumerate(sentence.bits):
        if bits & bit:
            word = sentence.words[n]
            if word in words or (stems and word.startswith(stems)):
                found.append((n, n + 1))
            if word in part.phrases:
                found += _side_by_side(sentence, part, n)
    for chain in part.chains:
        if not chain.triggers.isdisjoint(sentence.hits):
            found += sign_places(sentence, chain)
    return found


def _side_by_side(sentence: Sentence, part: Part, at: int) -> Iterator[Interval]:
    """The phrases of which the rarest word stands at this place, and the others around it."""
    for before, literal in part.phrases[sentence.words[at]]:
        words, first = literal.words, at - before
        there = sentence.words[max(0, first) : first + len(words)]
        if there == words or (
            literal.is_stem and there[:-1] == words[:-1] and there[-1].startswith(words[-1])
        ):
            yield first, first + len(words)


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
