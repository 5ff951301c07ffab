"""One item's parts as a single text, and the way back to the part a passage stood in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property

from mailroom.casework.matching.anatomy import quietened
from mailroom.casework.matching.flat import flatten, words_before
from mailroom.casework.matching.folding import fold
from mailroom.casework.matching.sentences import (
    Interval,
    Sentence,
    Text,
    all_sentences,
)
from mailroom.casework.matching.slips import Slips
from mailroom.records.finding import Span

SUBJECT, QUOTED, ATTACHMENT_NAME = "subject", "quoted", "attachment_name"
_WALL = "\n" * 12  # a blank line and more: no sentence goes on across two parts


class FoldedText:
    """The parts laid end to end. `text` is ASCII and as long as its parts and their walls; what of
    a letter says nothing, such as its letterhead, is blank in it. `slips` mend a scan's words."""

    def __init__(self, parts: Mapping[str, str], slips: Slips | None = None) -> None:
        self._names = list(parts)
        self._starts: list[int] = []
        self._lengths = [len(part) for part in parts.values()]
        at = 0
        for length in self._lengths:
            self._starts.append(at)
            at += length + len(_WALL)
        self._worded = [name for name, part in parts.items() if any(map(str.isalpha, part))]
        self.text = _WALL.join(quietened(fold(part)) for part in parts.values())
        flat = flatten(self.text)
        self.words = Text(self.text, slips.mended(flat) if slips else flat)

    @property
    def count(self) -> int:
        """How many words there are."""
        flat = self.words.flat
        return words_before(flat, len(flat)) - 1

    @cached_property
    def sentences(self) -> list[Sentence]:
        """All sentences in order, save those without a word."""
        return [one for one in all_sentences(self.words) if one.words]

    def part_of(self, sentence: Sentence, interval: Interval) -> str:
        """The name of the part in which some words of a sentence stand."""
        if len(self._names) == 1:
            return self._names[0]
        start = self.words.places[0][sentence.before + interval[0]]
        return self._names[bisect_right(self._starts, start) - 1]

    def span(self, sentence: Sentence, interval: Interval) -> Span:
        """Some words of a sentence as a span of their part."""
        first, after = interval
        starts, ends = self.words.places
        before = sentence.before
        start, end = int(starts[before + first]), int(ends[before + after - 1])
        part = bisect_right(self._starts, start) - 1
        offset = self._starts[part]
        return Span(start - offset, min(end - offset, self._lengths[part]), self._names[part])

    @property
    def is_blank(self) -> bool:
        """Whether no part holds a letter, of whatever script."""
        return not self._worded

    @property
    def has_own_words(self) -> bool:
        """Whether the writer added anything to what is quoted and to the subject it came under."""
        others = (SUBJECT, QUOTED, ATTACHMENT_NAME)
        return any(name.partition(":")[0] not in others for name in self._worded)
