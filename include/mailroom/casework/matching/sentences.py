"""A flat text by sentences, and one sentence by words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mailroom.casework.matching.flat import word_places, words_before
from mailroom.casework.matching.speech import (
    DENIES_WITHIN,
    DENYING,
    SUPPOSING,
    Mood,
    is_denied,
    is_supposed,
    moods,
)

Interval = tuple[int, int]
"""Words [first, after last) of a sentence."""


class Text:
    """A folded text with its flat form; places of words are looked up when first asked for."""

    __slots__ = ("_places", "flat", "folded")

    def __init__(self, folded: str, flat: str) -> None:
        self.folded, self.flat = folded, flat
        self._places: tuple[NDArray[np.intp], NDArray[np.intp]] | None = None

    @property
    def places(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The characters of the folded text at which each word of it starts, and those after its
        end."""
        if self._places is None:
            self._places = word_places(self.folded)
        return self._places


class Sentence:
    """Characters [start, end) of a flat text by words, and the literals found in it.

    `hits` are the characters at which each literal begins, by its number; `bits` say of each word
    which parts of the rules may stand there (`Book.bits_of`).
    """

    __slots__ = ("_before", "_moods", "bits", "end", "hits", "known", "start", "text", "words")

    def __init__(self, text: Text, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.bits: Sequence[int] = ()
        self._before: int | None = None
        self._moods: frozenset[Mood] | None = None
        self.words: tuple[str, ...] = tuple(text.flat[start:end].split())
        self.hits: defaultdict[int, list[int]] = defaultdict(list)
        self.known: dict[object, list[Interval]] = {}

    @property
    def before(self) -> int:
        """How many words of the text stand before this sentence."""
        if self._before is None:
            self._before = words_before(self.text.flat, self.start)
        return self._before

    def word_at(self, position: int) -> int:
        """The number, in the sentence, of the word after a blank of the flat text."""
        return self.text.flat.count(" ", self.start, position)

    def denies(self, interval: Interval) -> bool:
        """Whether these words are denied."""
        before = self.words[max(0, interval[0] - DENIES_WITHIN) : interval[0]]
        return not DENYING.isdisjoint(before) and is_denied(
            self.text.folded, *self._from_to(interval)
        )

    def supposes(self, interval: Interval) -> bool:
        """Whether these words are only supposed."""
        return not SUPPOSING.isdisjoint(self.words[: interval[0]]) and is_supposed(
            self.text.folded, *self._from_to(interval)
        )

    @property
    def moods(self) -> frozenset[Mood]:
        """What the sentence does."""
        if self._moods is None:
            self._moods = moods(self.words)
        return self._moods

    def _from_to(self, interval: Interval) -> tuple[int, int]:
        starts, _ = self.text.places
        return int(starts[self.before]), int(starts[self.before + interval[0]])


def sentence_at(text: Text, position: int) -> Sentence:
    """The sentence that holds a character of a flat text."""
    start = text.flat.rfind("\n", 0, position + 1) + 1
    end = text.flat.find("\n", start)
    return Sentence(text, start, end if end >= 0 else len(text.flat))


def all_sentences(text: Text) -> list[Sentence]:
    """Every sentence of a flat text, in order."""
    found, start = [], 0
    for piece in text.flat.split("\n"):
        found.append(Sentence(text, start, start + len(piece)))
        start += len(piece) + 1
    return found
