"""The urgent lane: wide nets for threats, self-harm, children at risk, courts, directors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mailroom.casework.classify_seen import Seen, combined, widest
from mailroom.casework.matching.book import Book
from mailroom.casework.matching.view import View
from mailroom.policy.pack import Pack
from mailroom.policy.urgent import UrgentMatter
from mailroom.records.finding import Finding

_AS_A_SUGGESTION = 0.49  # wide words alone never make a type sure


class UrgentLane:
    """Finds what must not wait. Denials do not clear an item here: `I never threatened` is read."""

    def __init__(self, pack: Pack, book: Book) -> None:
        self._pack = pack
        self._matters: list[tuple[UrgentMatter, frozenset[int], frozenset[int]]] = [
            (matter, frozenset(book.add(matter.any)), frozenset(book.add(matter.none)))
            for matter in pack.urgent.matters
        ]
        self.types = frozenset(matter.type for matter, _, _ in self._matters if matter.type)
        """Types that make an item urgent; they are looked for in all mail."""

    def codes(self, view: View) -> tuple[str, ...]:
        """Codes of the matters whose words stand in the item."""
        return tuple(
            matter.code
            for matter, rules, none in self._matters
            if view.any_found(rules) and not view.any_found(none)
        )

    def codes_of_types(self, seen: Iterable[Seen]) -> tuple[str, ...]:
        """Codes of the matters whose type was seen."""
        types = {one.kind.type for one in seen}
        return tuple(matter.code for matter, _, _ in self._matters if matter.type in types)

    def without_type(self, urgent: Sequence[str], sure: Iterable[Seen]) -> tuple[str, ...]:
        """Codes that no type surely found stands for: a person must look."""
        types = {one.kind.type for one in sure}
        return tuple(
            matter.code
            for matter, _, _ in self._matters
            if matter.code in urgent and matter.type not in types
        )

    def suggestions(
        self, urgent: Sequence[str], seen: Iterable[Seen], view: View
    ) -> tuple[Finding, ...]:
        """The types that urgent words speak for and that no rule saw."""
        types = {one.kind.type for one in seen}
        spoken_for = {
            matter.suggested: self._suggestion(matter.suggested, matter, rules, view)
            for matter, rules, _ in self._matters
            if matter.code in urgent and matter.suggested and matter.suggested not in types
        }
        return tuple(spoken_for.values())

    def _suggestion(
        self, type_: str, matter: UrgentMatter, rules: frozenset[int], view: View
    ) -> Finding:
        held = [one for rule in sorted(rules) if (one := view.held_at_all(rule))]
        return Finding(
            type=type_,
            score=min(combined(held), _AS_A_SUGGESTION),
            spans=widest(view.evidence.spans(each for one in held for each in one.passages)),
            rule=f"{self._pack.agency}/urgent: {matter.code}",
            reference=None if matter.reference.is_local else matter.reference.words,
            unclear=tuple(point.id for point in self._pack.unclear_points(matter.code)),
        )
