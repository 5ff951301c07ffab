"""What of a pack's conditions is found in one text, and where."""

from __future__ import annotations

from collections.abc import Iterable

from mailroom.casework.matching.book import Book
from mailroom.casework.matching.native import Bytes
from mailroom.casework.matching.reader import FoldedText
from mailroom.policy.conditions import Language
from mailroom.records.finding import Span

_LEAST = 0.08  # share of a text's words by which its language is told
_LANGUAGES: tuple[Language, ...] = ("en", "cy", "es")

Passage = list[int]
"""Condition, start, end, number of the part, and what it is (`IS_QUOTED`, `SPEAKS`)."""
CONDITION, START, END, PART, WHAT = range(5)


class Evidence:
    """The passages that may speak for conditions.

    A passage speaks if its sentence is of the right mood and it is neither denied there nor only
    supposed, as far as its condition asks.
    """

    def __init__(self, book: Book, folded: FoldedText, active: Bytes) -> None:
        self._names = folded.names
        self._found = book.find(folded, active)
        self.passages: list[Passage] = self._found.passages.tolist()

    def spans(self, passages: Iterable[Passage]) -> tuple[Span, ...]:
        """Where passages stand."""
        return tuple(Span(one[START], one[END], self._names[one[PART]]) for one in passages)

    def sentences(self, moods: int) -> list[Passage]:
        """The sentences of these moods, by bits, in order."""
        return [
            one for one in self._found.sentences.tolist() if one[PART] >= 0 and one[WHAT] & moods
        ]

    @property
    def language(self) -> Language | None:
        """The language of most words, by the small ones that only one of them has; None where too
        few tell."""
        *counts, words = self._found.languages.tolist()
        told, language = max(zip(counts, _LANGUAGES, strict=True))
        clear = counts.count(told) == 1
        return language if clear and told >= max(1, _LEAST * words) else None
