"""The urgent lane: wide nets for threats, self-harm, children at risk, courts, directors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mailroom.casework.classify_seen import Seen
from mailroom.casework.classify_view import View
from mailroom.casework.weighing.sight import Matter
from mailroom.policy.pack import Pack
from mailroom.policy.urgent import UrgentMatter
from mailroom.records.finding import Finding


class UrgentLane:
    """Finds what must not wait. Denials do not clear an item here: `I never threatened` is read."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._matters = pack.urgent.matters
        self._by_type: dict[str, list[str]] = {}
        for matter in pack.urgent.matters:
            if matter.type:
                self._by_type.setdefault(matter.type, []).append(matter.code)

    def codes(self, view: View) -> tuple[str, ...]:
        """Codes of the matters whose words stand in the item."""
        return tuple(self._matters[one.number].code for one in view.sight.matters)

    def codes_of_types(self, seen: Iterable[Seen]) -> list[str]:
        """Codes of the matters whose type was seen."""
        found = [code for one in seen for code in self._by_type.get(one.kind.type, ())]
        return [one.code for one in self._matters if one.code in found] if found else found

    def without_type(self, urgent: Sequence[str], sure: Iterable[Seen]) -> tuple[str, ...]:
        """Codes that no type surely found stands for: a person must look."""
        if not urgent:
            return ()
        types = {one.kind.type for one in sure}
        return tuple(
            matter.code
            for matter in self._matters
            if matter.code in urgent and matter.type not in types
        )

    def suggestions(
        self, urgent: Sequence[str], seen: Iterable[Seen], view: View
    ) -> tuple[Finding, ...]:
        """The types that urgent words speak for and that no rule saw."""
        types = {one.kind.type for one in seen}
        by_words = {one.number: one for one in view.sight.matters}
        spoken_for = {
            matter.suggested: self._suggestion(matter.suggested, matter, by_words.get(number))
            for number, matter in enumerate(self._matters)
            if matter.code in urgent and matter.suggested and matter.suggested not in types
        }
        return tuple(spoken_for.values())

    def _suggestion(self, type_: str, matter: UrgentMatter, by_words: Matter | None) -> Finding:
        return Finding(
            type=type_,
            score=by_words.score if by_words else 0.0,
            spans=by_words.spans if by_words else (),
            rule=f"{self._pack.agency}/urgent: {matter.code}",
            reference=None if matter.reference.is_local else matter.reference.words,
            unclear=tuple(point.id for point in self._pack.unclear_points(matter.code)),
        )
