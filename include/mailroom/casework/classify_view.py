"""A pack's rules, compiled, and what they see in an item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import NamedTuple

from mailroom.casework.classify_capacity import is_worth_a_look
from mailroom.casework.classify_seen import Seen
from mailroom.casework.classify_types import CompiledType, compile_type
from mailroom.casework.matching.book import Book, Engine
from mailroom.casework.matching.native import Bytes, Ints
from mailroom.casework.matching.patterns import PatternMaker
from mailroom.casework.matching.reader import QUOTED, FoldedText
from mailroom.casework.weighing.facts import SEVERAL, facts_of
from mailroom.casework.weighing.looked_for import Scope, shelf_of
from mailroom.casework.weighing.scope import ASKS_HOW_MANY
from mailroom.casework.weighing.sight import Sight, sight_of
from mailroom.casework.weighing.weighing import weighed, weighed_by_hits
from mailroom.policy.conditions import Counting
from mailroom.policy.pack import Pack
from mailroom.policy.service_requests import ServiceRequestType
from mailroom.records.finding import OWN_PARTS, ItemText, Span
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity

_SCANNED = (Channel.FAX, Channel.LETTER)
_MOST_HINTS = 3  # shown to whoever asks why


class LookedFor(NamedTuple):
    """What is looked for on a day in what such a sender sends by such a channel: the types, those
    that are remainders last; for each condition whether it may hold; both as `weighed` takes them;
    the facts about whoever sends it."""

    types: list[CompiledType]
    active: Bytes
    shelf: Ints
    sender: tuple[bool, bool]


class View:
    """One item as the rules see it."""

    __slots__ = ("facts", "folded", "hears_quoted", "item", "looked_for", "sight")

    def __init__(
        self, item: ItemText, looked_for: LookedFor, folded: FoldedText, *, hears_quoted: bool
    ) -> None:
        self.item, self.looked_for, self.folded = item, looked_for, folded
        self.hears_quoted = hears_quoted
        is_known, is_nobody = looked_for.sender
        self.facts = facts_of(
            folded, hears_quoted=hears_quoted, is_known=is_known, is_nobody=is_nobody
        )
        """What is known besides the words, for `weighed`."""
        self.sight: Sight

    @property
    def leaves_quoted_out(self) -> bool:
        """Whether there are quoted words that do not count."""
        return QUOTED in self.item.parts and not self.hears_quoted

    def seen(self) -> list[Seen]:
        """The types that the rules see, best first."""
        types = self.looked_for.types
        return [types[one.number].seen(one) for one in self.sight.types]

    def open_to_hints(self) -> dict[str, CompiledType]:
        """The types for which a hint may speak: `all` and `none` keep their say."""
        types, closed = self.looked_for.types, self.sight.closed
        return {one.kind.type: one for n, one in enumerate(types) if n not in closed}

    def hinted(self, compiled: CompiledType) -> tuple[Span, ...]:
        """The first hints of a type that stand in the writer's own words."""
        places = (self.folded.span(*place) for place in compiled.hints.places(self.folded.flat))
        own = (span for span in places if span.part in OWN_PARTS)
        return tuple(islice(own, _MOST_HINTS))


class Rules:
    """A pack's rules, compiled together."""

    def __init__(self, pack: Pack, engine: Engine = "automaton") -> None:
        self._pack = pack
        maker = PatternMaker(pack.vocabulary.groups)
        self._book = book = Book(maker, _texts(pack))
        self._types = {
            (kind.type, kind.effective_from): compile_type(pack, kind, book, maker)
            for kind in pack.service_requests
        }
        counting = pack.vocabulary.counting or Counting(description="none", several=())
        kinds = [pack.identity.number(kind) for kind in counting.distinct_numbers]
        self._numbers = [re.compile(kind.pattern, re.IGNORECASE) for kind in kinds if kind]
        matters = pack.urgent.matters
        self.urgent_types = frozenset(matter.type for matter in matters if matter.type)
        """Types that make an item urgent; they are looked for in all mail."""
        self._scope = Scope(
            book.add(pack.scope.ours),
            book.add(pack.scope.elsewhere),
            book.add(pack.scope.unsolicited),
            book.add(pack.scope.thanks),
            book.add(counting.several),
            [book.add(matter.any) for matter in matters],
            [book.add(matter.none) for matter in matters],
        )
        self._program = book.close(engine).program
        self._in_force: dict[date | None, int] = {}
        self._known: dict[tuple[tuple[str, date], ...], int] = {}
        self._looked_for: dict[tuple[int, Capacity, Channel], LookedFor] = {}

    def views(self, items: Iterable[ItemText]) -> list[View]:
        """Items with all that the rules see in them. Quoted words, which may be the agency's own,
        count where there are no others.

        Step by step for all of them: the processor keeps at hand what each step needs.
        """
        views = [self._view(item) for item in items]
        told = [*map(self._told, views)]
        for view, numbers in zip(views, told, strict=True):
            self._see(view, numbers)
        return views

    def with_quoted(self, view: View) -> View:
        """The same item with quoted words counted."""
        echoed = View(view.item, view.looked_for, view.folded, hears_quoted=True)
        self._see(echoed, self._told(echoed))
        return echoed

    def compiled(self, kind: ServiceRequestType) -> CompiledType:
        """A type of the pack, compiled."""
        return self._types[kind.type, kind.effective_from]

    def _view(self, item: ItemText) -> View:
        slips = self._book.slips if item.channel in _SCANNED else None
        folded = FoldedText(item.parts, slips)
        return View(item, self._for(item), folded, hears_quoted=not folded.has_own_words)

    def _see(self, view: View, told: Ints) -> None:
        view.sight = sight_of(told, view.folded.names)
        if view.sight.scope & ASKS_HOW_MANY:
            view.facts[SEVERAL] = self._says_several(view.folded.text)
            view.sight = sight_of(self._told(view), view.folded.names)

    def _told(self, view: View) -> Ints:
        folded, looked_for = view.folded, view.looked_for
        given = self._program, looked_for.active, looked_for.shelf, view.facts, folded.letters
        if self._book.one_by_one:
            return weighed_by_hits(*given, self._book.one_by_one.hits(folded.flat))
        return weighed(*given, folded.mended)

    def _says_several(self, text: str) -> bool:
        """Whether there are two different numbers of a kind that a person has one of."""
        return any(
            len({re.sub(r"\W", "", found).upper() for found in pattern.findall(text)}) > 1
            for pattern in self._numbers
        )

    def _for(self, item: ItemText) -> LookedFor:
        """The types in force when it came that its sender may mean, and what shows them."""
        day = item.received_on
        if day not in self._in_force:
            in_force = tuple((kind.type, kind.effective_from) for kind in self._pack.types_on(day))
            self._in_force[day] = self._known.setdefault(in_force, len(self._known))
        key = self._in_force[day], item.capacity, item.channel
        if key not in self._looked_for:
            self._looked_for[key] = self._compiled_for(item)
        return self._looked_for[key]

    def _compiled_for(self, item: ItemText) -> LookedFor:
        kinds = [
            kind
            for kind in self._pack.types_on(item.received_on)
            if is_worth_a_look(kind, item.capacity)
        ]
        types = sorted(map(self.compiled, kinds), key=lambda one: one.kind.is_remainder)
        is_nobody = item.capacity is Capacity.UNKNOWN
        return LookedFor(
            types,
            self._book.active(item.capacity, item.channel),
            shelf_of(self._scope, [one.rules for one in types], self.urgent_types),
            (not is_nobody or item.channel is Channel.TELEPHONE, is_nobody),
        )


def _texts(pack: Pack) -> Iterator[str]:
    for kind in pack.service_requests:
        yield from (one.text for one in (*kind.examples.match, *kind.examples.no_match))
