"""How one service-request type is seen in an item: its conditions, its score, its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from mailroom.casework.classify_seen import Seen, combined, widest
from mailroom.casework.matching.book import Book
from mailroom.casework.matching.hints import Hints
from mailroom.casework.matching.patterns import PatternMaker
from mailroom.casework.matching.view import Held, View
from mailroom.errors import PolicyFault
from mailroom.policy.conditions import Condition, Match
from mailroom.policy.pack import Pack
from mailroom.policy.service_requests import ServiceRequestType
from mailroom.records.finding import Finding, Span


@dataclass(frozen=True, slots=True)
class CompiledType:
    """A type with its conditions compiled, by their numbers in the pack's book.

    `numbered` says of each condition of `any` which of them it is, from 1.
    """

    agency: str
    kind: ServiceRequestType
    numbered: Mapping[int, int]
    all_rules: tuple[int, ...]
    none_rules: frozenset[int]
    hints: Hints
    reference: str | None
    unclear: tuple[str, ...]

    def seen_in(self, view: View, asked: Iterable[int], share: float = 1.0) -> Seen | None:
        """The type as found in an item, or None; `asked` are those of its conditions of `any` that
        may hold, `share` of the score counts."""
        if view.any_found(self.none_rules):
            return None
        needed = [held for number in self.all_rules if (held := view.held(number))]
        if len(needed) < len(self.all_rules):
            return None
        found = {number: held for number in asked if (held := view.held(number))}
        if self.numbered and not found:
            return None
        score = round(combined([*found.values()] or needed) * share, 3)
        return Seen(self.kind, score, partial(self._by_rules, view, found, needed))

    def hinted_in(self, view: View) -> tuple[Span, ...]:
        """The first hints of an item in which they count."""
        return view.hinted(self.hints) if self.is_open_to_hints(view) else ()

    def is_open_to_hints(self, view: View) -> bool:
        """Hints stand in for a condition of `any` alone: `all` and `none` keep their say."""
        return not view.any_found(self.none_rules) and all(
            view.held(number) for number in self.all_rules
        )

    def on_a_hint(self, spans: tuple[Span, ...], score: float, why: str) -> Seen:
        """The type as found by words that mean little and somebody else's word for it."""
        return Seen(self.kind, score, partial(self._finding, spans, f"a hint; {why}"))

    def _by_rules(
        self, view: View, found: Mapping[int, Held], needed: list[Held], score: float, note: str
    ) -> Finding:
        """The finding that names the conditions of `any` that were found, or else all."""
        conditions = ", ".join(f"any {self.numbered[number]}" for number in found) or "all"
        passages = [one for held in (*found.values(), *needed) for one in held.passages]
        return self._finding(widest(view.evidence.spans(passages)), conditions, score, note)

    def _finding(
        self, spans: tuple[Span, ...], conditions: str, score: float, note: str
    ) -> Finding:
        return Finding(
            type=self.kind.type,
            score=score,
            spans=spans,
            rule=f"{self.agency}/{self.kind.type}: {conditions}{note}",
            reference=self.reference,
            unclear=self.unclear,
        )


def compile_type(
    pack: Pack, kind: ServiceRequestType, book: Book, maker: PatternMaker
) -> CompiledType:
    """Compile a type's conditions, those it takes over from another type first."""
    conditions = [_like(pack, kind), kind.match]
    return CompiledType(
        agency=pack.agency,
        kind=kind,
        numbered={rule: n for n, rule in enumerate(book.add(_every(conditions, "any")), 1)},
        all_rules=book.add(kind.match.all),
        none_rules=frozenset(book.add(_every(conditions, "none"))),
        hints=Hints(maker, kind.match.hints),
        reference=None if kind.reference.is_local else kind.reference.words,
        unclear=tuple(point.id for point in pack.unclear_points(kind.type)),
    )


def _like(pack: Pack, kind: ServiceRequestType) -> Match | None:
    if kind.match.like is None:
        return None
    other = pack.type_on(kind.match.like, kind.effective_from) or pack.type_on(kind.match.like)
    if other is None:
        raise PolicyFault(
            f"{pack.agency}/{kind.type} is like {kind.match.like}, which is no type; correct it"
        )
    return other.match


def _every(matches: Iterable[Match | None], name: str) -> list[Condition]:
    return [condition for match in matches if match for condition in getattr(match, name)]


class TypesLookedFor:
    """Types that an item may be of, by the conditions that may show them; remainders last."""

    def __init__(self, compiled: Iterable[CompiledType], book: Book) -> None:
        self._compiled = sorted(compiled, key=lambda one: one.kind.is_remainder)
        self._always = {
            number: wordless
            for number, one in enumerate(self._compiled)
            if (wordless := one.numbered.keys() & book.wordless) or not one.numbered
        }
        self._by_condition = {
            condition: (number, condition in one.numbered)
            for number, one in enumerate(self._compiled)
            for condition in (*one.numbered, *one.all_rules)
        }

    def candidates(self, found: Iterable[int]) -> list[tuple[CompiledType, list[int]]]:
        """The types of which a condition was found, or that need no words, and their conditions of
        `any` that may hold."""
        asked = {number: [*wordless] for number, wordless in self._always.items()}
        for condition in found:
            if place := self._by_condition.get(condition):
                number, is_any = place
                numbers = asked.setdefault(number, [])
                if is_any:
                    numbers.append(condition)
        return [(self._compiled[number], sorted(asked[number])) for number in sorted(asked)]

    def open_to_hints(self, view: View) -> frozenset[str]:
        """The types for which a hint may speak in an item."""
        return frozenset(
            one.kind.type
            for one in self._compiled
            if one.kind.match.hints and one.is_open_to_hints(view)
        )
