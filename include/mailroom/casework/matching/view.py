"""One item as conditions see it: its words found, its sender's capacity, its channel."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from string import digits

from mailroom.casework.matching.book import Book
from mailroom.casework.matching.evidence import Evidence, Passage, evidence, speaks_for
from mailroom.casework.matching.hints import Hints
from mailroom.casework.matching.language import language_of
from mailroom.casework.matching.reader import ATTACHMENT_NAME, QUOTED, FoldedText
from mailroom.policy.conditions import Condition, Counting, Language
from mailroom.policy.pack import Pack
from mailroom.records.finding import OWN_PARTS, ItemText, Span
from mailroom.records.mail import Channel

_SCANNED = (Channel.FAX, Channel.LETTER)
_MOST_HINTS = 3  # shown to whoever asks why
_QUOTED_SHARE = 0.5  # where what was written before counts, it weighs half


@dataclass(frozen=True, slots=True)
class Held:
    """A condition that holds: its weight here, and the passages that say so."""

    weight: float
    spans: tuple[Span, ...]


class Counter:
    """Tells whether a text is about several paying parents."""

    def __init__(self, pack: Pack, book: Book) -> None:
        counting = pack.vocabulary.counting or Counting(description="none", several=())
        self._several = book.add(counting.several)
        kinds = [pack.identity.number(kind) for kind in counting.distinct_numbers]
        self._numbers = [re.compile(kind.pattern, re.IGNORECASE) for kind in kinds if kind]

    def says_several(self, view: View) -> bool:
        """Words for several, or two different numbers of a kind that a person has one of."""
        if view.any_held(self._several):
            return True
        text = view.folded.text
        if not any(digit in text for digit in digits):  # no number without one
            return False
        return any(
            len({re.sub(r"\W", "", found).upper() for found in pattern.findall(text)}) > 1
            for pattern in self._numbers
        )


class View:
    """What was found in an item, and whether a condition holds for it.

    Quoted words, which may be the agency's own, count where there are no others or `with_quoted`.
    """

    def __init__(
        self,
        item: ItemText,
        book: Book,
        counter: Counter,
        found: tuple[FoldedText, Evidence] | None = None,
        *,
        with_quoted: bool = False,
    ) -> None:
        self.item = item
        if found is None:
            folded = FoldedText(item.parts, book.slips if item.channel in _SCANNED else None)
            triggers = book.triggered_by(item.capacity, item.channel)
            found = folded, evidence(book, folded.words, triggers)
        self.folded, self.evidence = found
        self._book = book
        self._counter = counter
        self._several: bool | None = None
        self.hears_quoted = with_quoted or not self.folded.has_own_words

    @property
    def leaves_quoted_out(self) -> bool:
        """Whether there are quoted words that do not count."""
        return QUOTED in self.item.parts and not self.hears_quoted

    def with_quoted(self) -> View:
        """The same item with quoted words counted."""
        found = self.folded, self.evidence
        return View(self.item, self._book, self._counter, found, with_quoted=True)

    @property
    def language(self) -> Language | None:
        """The language of most of its words; None where too few tell."""
        return language_of(self.folded.words.flat)

    @property
    def several(self) -> bool:
        """Whether the item is about several paying parents."""
        if self._several is None:
            self._several = self._counter.says_several(self)
        return self._several

    def worth_asking(self, numbers: Iterable[int]) -> list[int]:
        """Of some conditions those that may hold: with words found, or without any to find."""
        found, wordless = self.evidence, self._book.wordless
        return [number for number in numbers if number in found or number in wordless]

    def held(
        self, number: int, *, denied_too: bool = False, quoted_too: bool = False
    ) -> Held | None:
        """What speaks for a condition; None when it does not hold.

        Passages that are denied or only supposed do not count, unless `denied_too`, nor quoted
        ones beside the writer's own words, unless `quoted_too`.
        """
        condition = self._book.conditions[number]
        if number in self._book.wordless:
            return self._without_words(condition) if self._fits(condition) else None
        kept = self._kept(number, denied_too, quoted_too)
        if not kept:
            return None
        share = _QUOTED_SHARE if all(part == QUOTED for _, part in kept) else 1.0
        spans = tuple(self.folded.span(*passage) for passage, _ in kept)
        return Held(condition.weight * share, spans)

    def any_held(
        self, numbers: Iterable[int], *, denied_too: bool = False, quoted_too: bool = False
    ) -> bool:
        """Whether one of the conditions holds."""
        return any(
            self.held(number) is not None
            if number in self._book.wordless
            else bool(self._kept(number, denied_too, quoted_too))
            for number in self.worth_asking(numbers)
        )

    def any_found(self, numbers: Iterable[int]) -> bool:
        """Whether one of the conditions holds anywhere, denied or quoted too."""
        return self.any_held(numbers, denied_too=True, quoted_too=True)

    def hinted(self, hints: Hints) -> tuple[Span, ...]:
        """The first hints that stand in the writer's own words."""
        places = (
            self.folded.span(sentence, interval)
            for sentence, interval in hints.passages(self.folded.words)
        )
        own = (span for span in places if span.part in OWN_PARTS)
        return tuple(islice(own, _MOST_HINTS))

    def _without_words(self, condition: Condition) -> Held | None:
        """What holds by itself, or by the mood of a sentence of the writer's own."""
        if not condition.mood:
            return Held(condition.weight, ())
        own = [
            self.folded.span(sentence, (0, len(sentence.words)))
            for sentence in self.folded.sentences
            if not sentence.moods.isdisjoint(condition.mood)
        ]
        spans = tuple(span for span in own if span.part in OWN_PARTS)
        return Held(condition.weight, spans) if spans else None

    def _kept(self, number: int, denied_too: bool, quoted_too: bool) -> list[tuple[Passage, str]]:
        """The passages that speak for a condition, with the part each stands in."""
        condition = self._book.conditions[number]
        if number not in self.evidence or not self._fits(condition):
            return []
        quoted_too = quoted_too or self.hears_quoted
        speaking = [
            (passage, self.folded.part_of(*passage))
            for passage in self.evidence[number]
            if denied_too or speaks_for(condition, passage)
        ]
        return [
            (passage, part)
            for passage, part in speaking
            if (part != QUOTED or quoted_too) and _is_place_of(condition, part)
        ]

    def _fits(self, condition: Condition) -> bool:
        return (
            (not condition.capacity or self.item.capacity in condition.capacity)
            and (not condition.channel or self.item.channel in condition.channel)
            and (condition.count is None or (condition.count == "several") == self.several)
            and (not condition.language or self.language in condition.language)
        )


def _is_place_of(condition: Condition, part: str) -> bool:
    """Whether a condition looks there; at names of attachments only if it says so."""
    place = "new" if part == "text" else part.partition(":")[0]
    return place in condition.where if condition.where else place != ATTACHMENT_NAME
