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
    r"(?<!\bmr)(?<!\bmrs)(?<!\bms)(?<!\bdr)(?<!\bst)(?<!\bno)(?<!\bref)(?<!\bext)(?<!\b[a-z])"
    r"[.]+[\"')]*\s+"
    r"|[?!;]+[\"')]*\s+|\n[ \t]*\n\s*|\n(?=[ \t]*(?:[-*>\u2022]|\d{1,2}[.)])\s)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+", re.ASCII)
MOST_CHARACTERS = 1_200  # a longer sentence is divided: a bound for texts without any stop

Interval = tuple[int, int]
"""Words [first, after last) of a sentence."""


def boundaries(folded: str) -> list[int]:
    """Where sentences begin, in order; the first is 0."""
    starts = [0]
    for end in _ENDS.finditer(folded):
        starts.extend(range(starts[-1] + MOST_CHARACTERS, end.end(), MOST_CHARACTERS))
        starts.append(end.end())
    starts.extend(range(starts[-1] + MOST_CHARACTERS, len(folded), MOST_CHARACTERS))
    return starts


class Sentence:
    """Words [start, end) of a folded text, and the atoms that were found in it."""

    __slots__ = (
        "_denies", "_folded", "_moods", "_supposes", "_text", "end", "hits", "known", "start",
        "starts", "words", "wordset",
    )  # fmt: skip

    def __init__(self, folded: str, lowered: str, start: int, end: int) -> None:
        self.start, self.end = start, end
        self._folded = folded
        self._text: str | None = None
        found = list(_WORD.finditer(lowered, start, end))
        self.words = [match.group() for match in found]
        self.starts = [match.start() for match in found]
        self.wordset = frozenset(self.words)
        self.hits: dict[int, list[Interval]] = {}
        self.known: dict[int, list[Interval]] = {}
        self._denies = not DENYING.isdisjoint(self.wordset)
        self._supposes = not SUPPOSING.isdisjoint(self.wordset)
        self._moods: frozenset[Mood] | None = None

    def word_at(self, position: int) -> int:
        """The number of the word that holds a character of the text."""
        return bisect_right(self.starts, position) - 1

    def characters(self, interval: Interval) -> tuple[int, int]:
        """The passage of the text [start, end) that some words take."""
        first, after = interval
        return self.starts[first], self.starts[after - 1] + len(self.words[after - 1])

    def denies(self, interval: Interval) -> bool:
        """Whether these words are denied."""
        return self._denies and is_denied(self._folded, self.starts[interval[0]])

    def supposes(self, interval: Interval) -> bool:
        """Whether these words are only supposed."""
        return self._supposes and is_supposed(
            self._folded, self.start, self.starts[interval[0]]
        )

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
