"""A folded text by sentences, and one sentence by words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from mailroom.casework.matching.speech import (
    DENYING,
    SUPPOSING,
    Mood,
    is_denied,
    is_supposed,
    moods,
)

_ENDS = re.compile(
    r"[.?!;]+[\"')]*\s+"
    r"|\n(?:[ \t]*\n\s*|(?=[ \t]*(?:[-*>]|\d{1,2}[.)])\s))"
)
_NO_END = re.compile(r"(?:\b(?:mrs?|ms|dr|st|no|ref|ext|messrs|[a-z]))\.\s\Z", re.IGNORECASE)
_WORD = re.compile(r"\w+", re.ASCII)
MOST_CHARACTERS = 1_200  # a longer sentence is divided: a bound for texts without any stop

Interval = tuple[int, int]
"""Words [first, after last) of a sentence."""


def boundaries(folded: str) -> list[int]:
    """Where sentences begin, in order; the first is 0."""
    starts = [0]
    for end in _ENDS.finditer(folded):
        if _NO_END.search(folded, max(0, end.end() - 9), end.end()):
            continue
        starts.extend(range(starts[-1] + MOST_CHARACTERS, end.end(), MOST_CHARACTERS))
        starts.append(end.end())
    starts.extend(range(starts[-1] + MOST_CHARACTERS, len(folded), MOST_CHARACTERS))
    return starts


class Sentence:
    """Characters [start, end) of a folded text by words, and the atoms that end in it.

    `ends` are the characters after each hit, by atom. Words are looked at only when asked for.
    """

    __slots__ = (
        "_denies", "_folded", "_lowered", "_moods", "_starts", "_supposes", "end", "ends", "known",
        "start", "words",
    )  # fmt: skip

    def __init__(self, folded: str, lowered: str, start: int, end: int) -> None:
        self.start, self.end = start, end
        self._folded, self._lowered = folded, lowered
        self.words: list[str] = _WORD.findall(lowered, start, end)
        self.ends: dict[int, list[int]] = {}
        self.known: dict[int, list[Interval]] = {}
        self._starts: list[int] | None = None
        self._denies: bool | None = None
        self._supposes: bool | None = None
        self._moods: frozenset[Mood] | None = None

    @property
    def text(self) -> str:
        """The whole folded text, of which this is a part."""
        return self._folded

    @property
    def starts(self) -> list[int]:
        """Where each word begins in the text."""
        if self._starts is None:
            found = _WORD.finditer(self._lowered, self.start, self.end)
            self._starts = [match.start() for match in found]
        return self._starts

    def word_at(self, position: int) -> int:
        """The number of the word that holds a character of the text."""
        return max(0, bisect_right(self.starts, position) - 1)

    def characters(self, interval: Interval) -> tuple[int, int]:
        """The passage of the text [start, end) that some words take."""
        first, after = interval
        return self.starts[first], self.starts[after - 1] + len(self.words[after - 1])

    def denies(self, interval: Interval) -> bool:
        """Whether these words are denied."""
        if self._denies is None:
            self._denies = not DENYING.isdisjoint(self.words)
        return self._denies and is_denied(self._folded, self.starts[interval[0]])

    def supposes(self, interval: Interval) -> bool:
        """Whether these words are only supposed."""
        if self._supposes is None:
            self._supposes = not SUPPOSING.isdisjoint(self.words)
        return self._supposes and is_supposed(self._folded, self.start, self.starts[interval[0]])

    @property
    def moods(self) -> frozenset[Mood]:
        """What the sentence does."""
        if self._moods is None:
            self._moods = moods(self._folded[self.start : self.end])
        return self._moods


class Sentences:
    """The sentences of one text; only those that are asked for are made."""

    def __init__(self, folded: str) -> None:
        self._folded = folded
        self._lowered = folded.lower()
        self._starts = boundaries(folded)
        self._made: dict[int, Sentence] = {}

    def at(self, position: int) -> Sentence:
        """The sentence that holds a character."""
        number = bisect_right(self._starts, position) - 1
        if number not in self._made:
            after = number + 1
            end = self._starts[after] if after < len(self._starts) else len(self._folded)
            self._made[number] = Sentence(self._folded, self._lowered, self._starts[number], end)
        return self._made[number]

    def touched(self) -> Iterator[Sentence]:
        """The sentences that were asked for, in order."""
        return (self._made[number] for number in sorted(self._made))
