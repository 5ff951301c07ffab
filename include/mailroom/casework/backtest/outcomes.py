"""What one set of rules makes of one stored item, and in what two outcomes differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mailroom.casework.classify import Classifier
from mailroom.casework.due import obligation_clocks
from mailroom.casework.service_requests import owed_by
from mailroom.policy.calendars import BusinessCalendar
from mailroom.policy.pack import Pack
from mailroom.records.finding import Finding, ItemText, Verdict

_EXCERPTS, _LONGEST = 2, 80  # passages shown for a type, characters of each


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item as it was read and identified. `received_at` and `promised_at` are UTC."""

    id: int
    agency: str
    text: ItemText
    received_at: datetime
    promised_at: datetime | None


@dataclass(frozen=True, slots=True)
class Asked:
    """One type in an outcome: its score, the rule and paragraph it rests on, and its words."""

    type: str
    score: float
    rule: str
    reference: str | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict, and what would follow from it where requests are opened: types, what is owed with
    the day it is due, and letters."""

    verdict: str
    reason: str
    asked: tuple[Asked, ...]
    owed: tuple[tuple[str, str], ...]
    letters: tuple[str, ...]

    @property
    def opens(self) -> frozenset[str]:
        """The types that are opened."""
        return frozenset(one.type for one in self.asked if self.verdict == Verdict.CLASSIFIED)

    @property
    def consequence(self) -> tuple[str, frozenset[str], tuple[tuple[str, str], ...]]:
        """What makes two outcomes the same, whatever their scores."""
        return self.verdict, self.opens, self.owed


@dataclass(frozen=True, slots=True)
class Change:
    """An item that the two sets of rules judge otherwise. `day` is the local day of receipt."""

    item_id: int
    agency: str
    channel: str
    day: str
    before: Outcome
    after: Outcome


class Judge:
    """One agency's rules and calendar, asked about stored items."""

    def __init__(self, classifier: Classifier, calendar: BusinessCalendar) -> None:
        self._classifier = classifier
        self._pack: Pack = classifier.pack
        self._calendar = calendar

    @property
    def beside_words(self) -> object:
        """All of the rules that bears on an outcome, save how words are recognised."""
        pack = self._pack
        kinds = [
            (kind.model_dump(exclude={"match", "examples"}), kind.match.threshold,
             kind.match.margin, kind.match.channels, kind.match.hints)
            for kind in pack.service_requests
        ]  # fmt: skip
        matters = [(one.code, one.type, one.suggested) for one in pack.urgent.matters]
        return kinds, matters, pack.obligations, pack.calendar

    def sees(self, items: Sequence[StoredItem]) -> Sequence[object]:
        """What the rules alone make of each item; `Classifier.by_rules`."""
        return self._classifier.by_rules([item.text for item in items])

    def day(self, item: StoredItem) -> str:
        """The local day of receipt, ISO."""
        return self._calendar.local_day(item.received_at).isoformat()

    def outcome(self, item: StoredItem) -> Outcome:
        """What these rules make of an item, by what was in force on its day."""
        found = self._classifier.classify(item.text)
        opened = found.findings if found.verdict is Verdict.CLASSIFIED else ()
        kinds = [self._pack.type_on(one.type, item.text.received_on) for one in opened]
        known = [kind for kind in kinds if kind is not None]
        owed = [name for name in owed_by(known, item.text.channel, self._pack) if name]
        return Outcome(
            verdict=found.verdict.value,
            reason=found.reason,
            asked=tuple(_asked(one, item.text) for one in found.findings),
            owed=tuple((name, self._due(name, item)) for name in owed),
            letters=tuple(letter for kind in known for letter in kind.letters),
        )

    def _due(self, name: str, item: StoredItem) -> str:
        obligation = self._pack.obligation(name)
        if obligation is None:
            return ""
        clocks = obligation_clocks(self._calendar, obligation, item.received_at, item.promised_at)
        return self._calendar.local_day(clocks.due_at).isoformat()


class Comparison:
    """Two sets of rules of one agency, asked about the same items.

    Where both see the same in an item, and differ in nothing else, the second reader, which costs
    a hundred times as much, need not be asked.
    """

    def __init__(self, before: Judge, after: Judge) -> None:
        self._before, self._after = before, after
        self._differ_in_words_alone = before.beside_words == after.beside_words

    def changes(self, items: Sequence[StoredItem]) -> list[Change]:
        """How the outcomes of items change, in their order; those without another outcome not."""
        before, after = self._before, self._after
        if self._differ_in_words_alone:
            seen = zip(items, before.sees(items), after.sees(items), strict=True)
            items = [item for item, old, new in seen if old != new]
        changes = (self._change(item) for item in items)
        return [one for one in changes if one is not None]

    def _change(self, item: StoredItem) -> Change | None:
        before, after = self._before, self._after
        old, new = before.outcome(item), after.outcome(item)
        if old.consequence == new.consequence:
            return None
        return Change(item.id, item.agency, item.text.channel, before.day(item), old, new)


def _asked(finding: Finding, text: ItemText) -> Asked:
    words = tuple(
        " ".join(text.parts[span.part][span.start : span.end].split())[:_LONGEST]
        for span in finding.spans[:_EXCERPTS]
    )
    return Asked(finding.type, finding.score, finding.rule, finding.reference, words)
