"""How one service-request type is seen in an item: its conditions, its score, its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from mailroom.casework.matching.book import Book
from mailroom.casework.matching.hints import Hints
from mailroom.casework.matching.patterns import PatternMaker
from mailroom.casework.matching.view import Held, View
from mailroom.errors import PolicyFault
from mailroom.policy.conditions import Condition, Match
from mailroom.policy.pack import Pack
from mailroom.policy.service_requests import ServiceRequestType
from mailroom.records.finding import Finding, Span

HIGHEST = 0.99
"""No score is higher: nothing that is read in a letter makes certain."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A type that was seen, with the finding that says why."""

    kind: ServiceRequestType
    finding: Finding

    @property
    def is_sure(self) -> bool:
        """Whether the score reaches the type's threshold."""
        return self.finding.score >= self.kind.match.threshold


@dataclass(frozen=True, slots=True)
class CompiledType:
    """A type with its conditions compiled, by their numbers in the pack's book."""

    agency: str
    kind: ServiceRequestType
    any_rules: tuple[int, ...]
    all_rules: tuple[int, ...]
    none_rules: tuple[int, ...]
    hints: Hints
    reference: str | None
    unclear: tuple[str, ...]

    def needs_no_words(self, book: Book) -> bool:
        """Whether the type can be seen where none of its words stand."""
        wordless = [n for n in self.any_rules if not book.conditions[n].has_words]
        return bool(wordless) or not self.any_rules

    def seen_in(self, view: View, share: float = 1.0) -> Seen | None:
        """The type as found in an item, or None; `share` of the score counts."""
        if view.any_found(self.none_rules):
            return None
        needed = [held for number in self.all_rules if (held := view.held(number))]
        if len(needed) < len(self.all_rules):
            return None
        found = {
            self.any_rules.index(number) + 1: held
            for number in view.worth_asking(self.any_rules)
            if (held := view.held(number))
        }
        if self.any_rules and not found:
            return None
        return Seen(self.kind, self._finding(list(found.values()), needed, found, share))

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
        return Seen(self.kind, self._as_finding(score, spans, f"a hint; {why}"))

    def _finding(
        self, found: list[Held], needed: list[Held], numbers: Iterable[int], share: float
    ) -> Finding:
        conditions = ", ".join(f"any {number}" for number in numbers) or "all"
        score = round(combined(found or needed) * share, 3)
        spans = widest(span for one in (*found, *needed) for span in one.spans)
        return self._as_finding(score, spans, conditions)

    def _as_finding(self, score: float, spans: tuple[Span, ...], conditions: str) -> Finding:
        return Finding(
            type=self.kind.type,
            score=score,
            spans=spans,
            rule=f"{self.agency}/{self.kind.type}: {conditions}",
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
        any_rules=book.add(_every(conditions, "any")),
        all_rules=book.add(kind.match.all),
        none_rules=book.add(_every(conditions, "none")),
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


class TypesOfADay:
    """The types in force on one day, by the conditions that may show them."""

    def __init__(self, compiled: Sequence[CompiledType], book: Book) -> None:
        compiled = sorted(compiled, key=lambda one: one.kind.is_remainder)
        self._compiled = compiled
        self._always = {n for n, one in enumerate(compiled) if one.needs_no_words(book)}
        self._by_condition: dict[int, int] = {
            condition: number
            for number, one in enumerate(compiled)
            for condition in (*one.any_rules, *one.all_rules)
        }

    def candidates(self, found: Iterable[int]) -> list[CompiledType]:
        """The types of which a condition was found, or that need no words; remainders last."""
        numbers = {self._by_condition[one] for one in found if one in self._by_condition}
        return [self._compiled[number] for number in sorted(numbers | self._always)]

    def open_to_hints(self, view: View) -> frozenset[str]:
        """The types for which a hint may speak in an item."""
        return frozenset(
            one.kind.type
            for one in self._compiled
            if one.kind.match.hints and one.is_open_to_hints(view)
        )


def combined(held: Iterable[Held]) -> float:
    """Reasons add up, never to certainty: one minus the product of what each leaves open.

    The same words count once, for the strongest reason they give.
    """
    left, counted = 1.0, list[Span]()
    for one in sorted(held, key=_weight, reverse=True):
        fresh = [
            span
            for span in one.spans
            if not (counted and any(_overlap(span, seen) for seen in counted))
        ]
        if fresh or not one.spans:
            left *= 1 - one.weight
        counted.extend(fresh)
    return round(min(1 - left, HIGHEST), 3)


_weight = attrgetter("weight")


def _overlap(one: Span, other: Span) -> bool:
    return one.part == other.part and one.start < other.end and other.start < one.end


def widest(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The passages in order, without those that lie within another."""
    ordered = {*spans}
    if len(ordered) < 2:
        return (*ordered,)
    kept: list[Span] = []
    for span in sorted(ordered, key=lambda span: (span.part, span.start, -span.end)):
        if not (kept and kept[-1].part == span.part and span.end <= kept[-1].end):
            kept.append(span)
    return tuple(kept)


def displaced(seen: Sequence[Seen], doubt: float) -> list[Seen]:
    """Without the types that yield to another one seen with at least `doubt`.

    A remainder yields to all that is none and is sure; of several remainders the best stays. What
    was seen with less than `doubt` stays only where it is the best there is.
    """
    if len(seen) < 2:
        return [*seen]
    strong = [one for one in seen if one.finding.score >= doubt]
    kept = [one for one in seen if not any(_yields(one, other) for other in strong)]
    best = next((one for one in kept if one.kind.is_remainder), None)
    kept = [one for one in kept if one is best or not one.kind.is_remainder]
    return [one for one in kept if one.finding.score >= doubt] or kept[:1]


def rivals(seen: Sequence[Seen]) -> list[tuple[Seen, Seen]]:
    """Pairs (stronger, weaker) of types of which the weaker rests on the stronger one's words
    alone; those that go together by their own rules are none."""
    return [
        (stronger, weaker)
        for number, weaker in enumerate(seen)
        for stronger in seen[:number]
        if _rests_on(weaker, stronger)
        and weaker.kind.type not in stronger.kind.goes_with
        and stronger.kind.type not in weaker.kind.goes_with
    ]


def _rests_on(weaker: Seen, stronger: Seen) -> bool:
    spans = weaker.finding.spans
    return bool(spans) and all(
        any(_overlap(span, other) for other in stronger.finding.spans) for span in spans
    )


def leads(stronger: Seen, weaker: Seen) -> bool:
    """Whether a type leads another on the same words by the margin that one asks for."""
    return stronger.finding.score - weaker.finding.score >= weaker.kind.match.margin


def _yields(one: Seen, other: Seen) -> bool:
    if other.kind.type == one.kind.type:
        return False
    if other.kind.type in one.kind.yields_to:
        return True
    return one.kind.is_remainder and not other.kind.is_remainder and other.is_sure
