"""One item as conditions see it: its words found, its sender's capacity, its channel."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import islice
from typing import NamedTuple

from mailroom.casework.matching.book import Book
from mailroom.casework.matching.evidence import CONDITION, PART, WHAT, Evidence, Passage
from mailroom.casework.matching.hints import Hints
from mailroom.casework.matching.kernel import IS_QUOTED, SPEAKS
from mailroom.casework.matching.reader import QUOTED, FoldedText
from mailroom.casework.matching.speech import MOODS
from mailroom.policy.conditions import Counting
from mailroom.policy.pack import Pack
from mailroom.records.finding import OWN_PARTS, ItemText, Span
from mailroom.records.mail import Channel

_SCANNED = (Channel.FAX, Channel.LETTER)
_MOST_HINTS = 3  # shown to whoever asks why
_QUOTED_SHARE = 0.5  # where what was written before counts, it weighs half
_DIGIT = re.compile(r"[0-9]")


class Held(NamedTuple):
    """A condition that holds: its weight here, and the passages that say so."""

    weight: float
    passages: Sequence[Passage]


class Counter:
    """Tells whether a text is about several paying parents."""

    def __init__(self, pack: Pack, book: Book) -> None:
        counting = pack.vocabulary.counting or Counting(description="none", several=())
        self._several = frozenset(book.add(counting.several))
        kinds = [pack.identity.number(kind) for kind in counting.distinct_numbers]
        self._numbers = [re.compile(kind.pattern, re.IGNORECASE) for kind in kinds if kind]

    def says_several(self, view: View) -> bool:
        """Words for several, or two different numbers of a kind that a person has one of."""
        if view.any_held(self._several):
            return True
        text = view.folded.text
        if not _DIGIT.search(text):  # no number without one
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
            found = folded, Evidence(book, folded, book.active(item.capacity, item.channel))
        self.folded, self.evidence = found
        self._book = book
        self._counter = counter
        self._several: bool | None = None
        self.hears_quoted = with_quoted or not self.folded.has_own_words
        every = self.evidence.passages
        self.found = {one[CONDITION] for one in every}
        """The conditions of which there is any passage,"""
        if not self.hears_quoted:
            every = [one for one in every if not one[WHAT] & IS_QUOTED]
        self._heard = {one[CONDITION] for one in every} if self.leaves_quoted_out else self.found
        self._spoken: dict[int, list[Passage]] = {}
        for one in every:
            if one[WHAT] & SPEAKS:
                self._spoken.setdefault(one[CONDITION], []).append(one)

    @property
    def leaves_quoted_out(self) -> bool:
        """Whether there are quoted words that do not count."""
        return QUOTED in self.item.parts and not self.hears_quoted

    def with_quoted(self) -> View:
        """The same item with quoted words counted."""
        found = self.folded, self.evidence
        return View(self.item, self._book, self._counter, found, with_quoted=True)

    @property
    def several(self) -> bool:
        """Whether the item is about several paying parents."""
        if self._several is None:
            self._several = self._counter.says_several(self)
        return self._several

    def held(self, number: int) -> Held | None:
        """What speaks for a condition; None when it does not hold."""
        passages = self._spoken.get(number)
        if number in self._book.particular and not self._fits(number):
            return None
        if passages is None:
            return self._without_words(number) if number in self._book.wordless else None
        return self._by_words(number, passages)

    def held_at_all(self, number: int) -> Held | None:
        """The same with denied, supposed and quoted passages; for conditions with words."""
        passages = [one for one in self.evidence.passages if one[CONDITION] == number]
        return self._by_words(number, passages) if passages and self._fits(number) else None

    def any_held(self, numbers: Set[int]) -> bool:
        """Whether something speaks for one of the conditions."""
        return self._any(numbers, self._spoken.keys())

    def any_heard(self, numbers: Set[int]) -> bool:
        """The same with denied and supposed passages."""
        return self._any(numbers, self._heard)

    def any_found(self, numbers: Set[int]) -> bool:
        """The same with quoted ones too."""
        return self._any(numbers, self.found)

    def _any(self, numbers: Set[int], found: Set[int]) -> bool:
        if numbers.isdisjoint(found) and numbers.isdisjoint(self._book.wordless):
            return False
        return any(
            number not in self._book.particular
            or (self._fits(number) and (number in found or self._without_words(number) is not None))
            for number in numbers
            if number in found or number in self._book.wordless
        )

    def hinted(self, hints: Hints) -> tuple[Span, ...]:
        """The first hints that stand in the writer's own words."""
        places = (self.folded.span(*place) for place in hints.places(self.folded.flat))
        own = (span for span in places if span.part in OWN_PARTS)
        return tuple(islice(own, _MOST_HINTS))

    def _by_words(self, number: int, passages: Sequence[Passage]) -> Held:
        weight = self._book.conditions[number].weight
        if QUOTED in self.item.parts and all(one[WHAT] & IS_QUOTED for one in passages):
            weight *= _QUOTED_SHARE
        return Held(weight, passages)

    def _without_words(self, number: int) -> Held | None:
        """What holds by itself, or by the mood of a sentence of the writer's own."""
        condition = self._book.conditions[number]
        if not condition.mood:
            return Held(condition.weight, ())
        moods = sum(MOODS[mood] for mood in condition.mood)
        own = [one for one in self.evidence.sentences(moods) if self._is_own(one)]
        return Held(condition.weight, own) if own else None

    def _is_own(self, passage: Passage) -> bool:
        return self.folded.names[passage[PART]] in OWN_PARTS

    def _fits(self, number: int) -> bool:
        """Whether all but the words is as a condition asks."""
        condition = self._book.conditions[number]
        return (
            (not condition.capacity or self.item.capacity in condition.capacity)
            and (not condition.channel or self.item.channel in condition.channel)
            and (condition.count is None or (condition.count == "several") == self.several)
            and (not condition.language or self.evidence.language in condition.language)
        )
