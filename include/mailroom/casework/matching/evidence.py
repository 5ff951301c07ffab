"""What of a pack's conditions is found in one text, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailroom.casework.matching.book import Book
from mailroom.casework.matching.patterns import Run
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
        _place(sentences.at(end - 1), atom, end, book.runs[atom], folded)
    for sentence in sentences.touched():
        for number, interval in _held(book, sentence):
            rule = book.conditions[number]
            if rule.mood and sentence.moods.isdisjoint(rule.mood):
                continue
            passages = found.setdefault(number, [])
            if len(passages) < _MOST:
                passages.append(_passage(rule, sentence, interval))
    return found


def _place(sentence: Sentence, number: int, end: int, run: Run, folded: str) -> None:
    """Note a hit by words; one that began in the sentence before is taken from its own start."""
    last = sentence.word_at(end - 1)
    first = max(0, last + 1 - len(run.words)) if _counts_words(run) else _first(
        sentence, run, folded, end
    )
    places = sentence.hits.setdefault(number, [])
    if len(places) < _MOST and (not places or places[-1] != (first, last + 1)):
        places.append((first, last + 1))


def _counts_words(run: Run) -> bool:
    """Whether each word of the run is one word of the text; `don't` may be one or two."""
    return not any("'" in word or "&" in word for word in run.words)


def _first(sentence: Sentence, run: Run, folded: str, end: int) -> int:
    pattern = re.compile(run.regex + r"\Z", re.IGNORECASE | re.ASCII)
    start, at = end - 1, max(sentence.start, end - 60 * len(run.words))
    while match := pattern.search(folded, at, end):
        start, at = match.start(), match.start() + 1
    return sentence.word_at(start)


def _held(book: Book, sentence: Sentence) -> Iterator[tuple[int, Interval]]:
    """The conditions that hold in a sentence, each with the words that say so."""
    looked_for: set[tuple[int, int]] = set()
    for atom, places in sentence.hits.items():
        triggered = book.triggered[atom]
        for condition in triggered.fulfils:
            for interval in places:
                yield condition, interval
        for condition, sign in triggered.signs:
            if (condition, id(sign)) not in looked_for:
                looked_for.add((condition, id(sign)))
                for interval in sign.intervals(sentence):
                    yield condition, interval


def _passage(rule: Condition, sentence: Sentence, interval: Interval) -> Passage:
    start, end = sentence.characters(interval)
    counts = ("denied" in rule.even_if or not sentence.denies(interval)) and (
        "supposed" in rule.even_if or not sentence.supposes(interval)
    )
    return Passage(start, end, counts, sentence.start)
