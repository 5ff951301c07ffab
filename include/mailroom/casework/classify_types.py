"""A service-request type with its conditions compiled, and what it is called where it is seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from mailroom.casework.classify_seen import Seen
from mailroom.casework.matching.book import Book
from mailroom.casework.matching.hints import Hints
from mailroom.casework.matching.patterns import PatternMaker
from mailroom.casework.weighing.looked_for import TypeRules
from mailroom.casework.weighing.sight import Sighted
from mailroom.errors import PolicyFault
from mailroom.policy.conditions import Condition, Match
from mailroom.policy.pack import Pack
from mailroom.policy.service_requests import ServiceRequestType
from mailroom.records.finding import Finding, Span


@dataclass(frozen=True, slots=True)
class CompiledType:
    """A type with its conditions compiled."""

    agency: str
    kind: ServiceRequestType
    rules: TypeRules
    hints: Hints
    reference: str | None
    unclear: tuple[str, ...]

    @property
    def has_hints(self) -> bool:
        """Whether any word may speak for it where no condition holds."""
        return bool(self.kind.match.hints)

    def seen(self, sighted: Sighted) -> Seen:
        """The type as the rules see it in an item."""
        return Seen(self.kind, sighted.score, partial(self._by_rules, sighted))

    def on_a_hint(self, spans: tuple[Span, ...], score: float, why: str) -> Seen:
        """The type as found by words that mean little and somebody else's word for it."""
        return Seen(self.kind, score, partial(self._finding, spans, f"a hint; {why}"))

    def _by_rules(self, sighted: Sighted, score: float, note: str) -> Finding:
        """The finding that names the conditions of `any` that were found, or else all."""
        conditions = ", ".join([f"any {number + 1}" for number in sighted.conditions]) or "all"
        return self._finding(sighted.spans, conditions, score, note)

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
        rules=TypeRules(
            kind,
            book.add(_every(conditions, "any")),
            book.add(kind.match.all),
            book.add(_every(conditions, "none")),
        ),
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
