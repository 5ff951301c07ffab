"""Where parts and signs stand in one sentence, counted in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, permutations

from mailroom.casework.matching.book import Part, Sign
from mailroom.casework.matching.patterns import Literal
from mailroom.casework.matching.sentences import Interval, Sentence

_MOST = 60  # intervals of one part in a sentence: a bound for one word repeated


def literal_places(sentence: Sentence, starts: Sequence[int], length: int) -> list[Interval]:
    """The words that a literal of `length` words takes that begins at these characters."""
    firsts = map(sentence.word_at, starts[:_MOST])
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
    known = sentence.known.get(part)
    if known is None:
        known = sentence.known[part] = _find(sentence, part)[:_MOST]
    return known


def _find(sentence: Sentence, part: Part) -> list[Interval]:
    words, bits = sentence.words, sentence.bits
    found: list[Interval] = []
    for n in compress(range(len(bits)), map(part.bit.__and__, bits)):
        word = words[n]
        if word in part.words or (part.stems and word.startswith(part.stems)):
            found.append((n, n + 1))
        if word in part.phrases:
            found += _side_by_side(words, part.phrases[word], n)
    for chain in part.chains:
        if not chain.triggers.isdisjoint(sentence.hits):
            found += sign_places(sentence, chain)
    return found


def _side_by_side(
    words: Sequence[str], phrases: Iterable[tuple[int, Literal]], at: int
) -> Iterator[Interval]:
    """The phrases of which the rarest word stands at this place, and the others around it."""
    for before, literal in phrases:
        wanted, first = literal.words, at - before
        there = words[max(0, first) : first + len(wanted)]
        if there == wanted or (
            literal.is_stem and there[:-1] == wanted[:-1] and there[-1].startswith(wanted[-1])
        ):
            yield first, first + len(wanted)


def _in_order(links: Sequence[list[Interval]], gaps: Sequence[int]) -> list[Interval]:
    chained = links[0]
    for link, gap in zip(links[1:], gaps, strict=True):
        chained = [
            (first, after)
            for first, before in chained
            for begin, after in link
            if before <= begin <= before + gap
        ][:_MOST]
    return chained
