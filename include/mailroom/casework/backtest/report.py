"""All changes counted: by verdict, by type, by obligation, by letter; and the report's hash."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mailroom.casework.backtest.outcomes import Change
from mailroom.policy.pack import canonical_json

_MOST_EXAMPLES = 3  # of each type and direction


@dataclass(frozen=True, slots=True)
class Compared:
    """The rules of one agency, before and after, by hash."""

    before: str
    after: str

    @property
    def differ(self) -> bool:
        """Whether there is anything to compare."""
        return self.before != self.after


@dataclass(slots=True)
class Report:
    """What a backtest found. `rules` are by agency, the days local and both included."""

    rules: Mapping[str, Compared]
    first_day: date
    last_day: date
    items: int = 0
    changed: int = 0
    moves: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    opened: Counter[tuple[str, str]] = field(default_factory=Counter)
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)
    owed: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    letters: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str, str], list[Change]] = field(default_factory=dict)
    _digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def add(self, items: int, changes: Sequence[Change]) -> None:
        """Count some items and those of them that change; in the order of their ids."""
        self.items += items
        for one in changes:
            self.changed += 1
            self._digest.update(canonical_json(_row(one)))
            self._count(one)

    def _count(self, one: Change) -> None:
        before, after = one.before, one.after
        if before.verdict != after.verdict:
            self.moves[one.agency, before.verdict, after.verdict] += 1
        for code in after.opens - before.opens:
            self.opened[one.agency, code] += 1
            self._keep(one, "opened", code)
        for code in before.opens - after.opens:
            self.dropped[one.agency, code] += 1
            self._keep(one, "dropped", code)
        self._count_owed(one)
        for name, what in (("added", after), ("dropped", before)):
            other = before if what is after else after
            for letter in set(what.letters) - set(other.letters):
                self.letters[one.agency, letter, name] += 1

    def _count_owed(self, one: Change) -> None:
        old, new = dict(one.before.owed), dict(one.after.owed)
        for name in old.keys() | new.keys():
            if name not in old:
                self.owed[one.agency, name, "begins"] += 1
            elif name not in new:
                self.owed[one.agency, name, "ends"] += 1
            elif old[name] != new[name]:
                self.owed[one.agency, name, "moves"] += 1
                self._keep(one, "moved", name)

    def _keep(self, one: Change, what: str, code: str) -> None:
        kept = self.examples.setdefault((one.agency, what, code), [])
        if len(kept) < _MOST_EXAMPLES:
            kept.append(one)

    @property
    def figures(self) -> dict[str, object]:
        """Counts alone, for the database: no word of any item."""
        return {
            "items": self.items,
            "changed": self.changed,
            **{
                name: {" ".join(key): count for key, count in sorted(getattr(self, name).items())}
                for name in ("moves", "opened", "dropped", "owed", "letters")
            },
        }

    @property
    def hash(self) -> str:
        """SHA-256 (hex) over the rules compared, the days, the counts and every change."""
        content = {
            "rules": {
                agency: [one.before, one.after] for agency, one in sorted(self.rules.items())
            },
            "days": [self.first_day.isoformat(), self.last_day.isoformat()],
            "figures": self.figures,
            "changes": self._digest.hexdigest(),
        }
        return hashlib.sha256(canonical_json(content)).hexdigest()

    @property
    def headline(self) -> str:
        """The report in a sentence."""
        if not self.changed:
            return f"Of {self.items} items none would be judged otherwise."
        share = f"{self.changed / self.items:.1%}"
        return (
            f"Of {self.items} items {self.changed} ({share}) would be judged otherwise: "
            f"requests opened more: {sum(self.opened.values())}, "
            f"fewer: {sum(self.dropped.values())}."
        )


def _row(one: Change) -> dict[str, object]:
    return {
        "item": one.item_id,
        "before": [one.before.verdict, sorted(one.before.opens), list(one.before.owed)],
        "after": [one.after.verdict, sorted(one.after.opens), list(one.after.owed)],
    }
