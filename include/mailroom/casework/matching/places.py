"""Where parts and signs stand in one sentence, counted in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations

from mailroom.casework.matching.book import Part, Sign
from mailroom.casework.matching.patterns import Literal
from mailroom.casework.matching.sentences import Interval, Sentence

_MOST = 60  # intervals of one part in a sentence: a bound for one word repeated


def literal_places(sentence: Sentence, starts: Sequence[int], length: int) -> list[Interval]:
    """The words that a literal of `length` words takes that begins at these characters."""
    count, begin = sentence.text.flat.count, sentence.start
    firsts = [count(" ", begin, start) for start in starts[:_MOST]]
    return [(first, first + length) for first in firsts]


def sign_places(sentence: Sentence, sign: Sign) -> list[Interval]:
    """Where a sign stands, from the first of its words to the last, in order."""
    links: list[list[Interval]] = []
    known = sentence.known
    for part in sign.parts:
        found = known.get(part)
        if found is None:
            found = known[part] = _find(sentence, part)[:_MOST]
        if not found:
            return []
        links.append(found)
    if len(links) == 1:
        return links[0]
    if len(links) == 2 and not sign.ordered:
        one, other = links
        places = _side_by_side(one, other, sign.gaps[0])
    else:
        orders: Iterable[Sequence[list[Interval]]] = (
            [links] if sign.ordered else permutations(links)
        )
        places = [one for order in orders for one in _in_order(order, sign.gaps)]
    return sorted(set(places)) if len(places) > 1 else places


def _find(sentence: Sentence, part: Part) -> list[Interval]:
    words, bit = sentence.words, part.bit
    found: list[Interval] = []
    for n, bits in enumerate(sentence.bits):
        if bits & bit:
            word = part.words.get(words[n])
            if word is None or word.is_enough:
                found.append((n, n + 1))
            if word and word.phrases:
                found += _phrases(words, word.phrases, n)
    for chain in part.chains:
        if not chain.triggers.isdisjoint(sentence.hits):
            found += sign_places(sentence, chain)
    return found


def _phrases(
    words: Sequence[str], phrases: Iterable[tuple[int, Literal]], at: int
) -> Iterator[Interval]:
    """The phrases of which the rarest word stands at this place, and the others around it."""
    for before, literal in phrases:
        first = at - before
        if first < 0:
            continue
        wanted = literal.words
        after = first + len(wanted)
        there = words[first:after]
        if there == wanted or (
            literal.is_stem and there[:-1] == wanted[:-1] and there[-1].startswith(wanted[-1])
        ):
            yield first, after


def _side_by_side(some: Sequence[Interval], others: Sequence[Interval], gap: int) -> list[Interval]:
    """Either before the other, at most `gap` words apart."""
    found: list[Interval] = []
    for first, before in some:
        for begin, after in others:
            if before <= begin <= before + gap:
                found.append((first, after))
            elif after <= first <= after + gap:
                found.append((begin, before))
    return found[: 2 * _MOST]


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
