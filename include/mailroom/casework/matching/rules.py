"""A pack's conditions, compiled once and judged against what the automaton found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mailroom.casework.matching.automaton import Automaton
from mailroom.casework.matching.finder import Finder, Holders
from mailroom.casework.matching.negation import is_denied
from mailroom.casework.matching.patterns import Atom, PatternMaker, Shape
from mailroom.casework.matching.reader import QUOTED, FoldedText
from mailroom.policy.conditions import Condition, Counting
from mailroom.policy.pack import Pack
from mailroom.records.finding import ItemText, Span

_QUOTED_SHARE = 0.5  # where what was written before counts, it weighs half


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition with the shapes its words make, by their ids."""

    condition: Condition
    shapes: Mapping[int, Shape]


@dataclass(frozen=True, slots=True)
class Held:
    """A condition that holds: its weight here, and the passages that say so."""

    weight: float
    spans: tuple[Span, ...]


@dataclass(slots=True)
class RuleBook:
    """Collects rules, every atom of theirs once, and the shapes that each atom stands in."""

    maker: PatternMaker
    holders: Holders = field(default_factory=dict)

    def rule(self, condition: Condition) -> Rule:
        """The compiled form of a condition."""
        shapes = tuple(self.maker.shapes(condition))
        for shape in shapes:
            self._hold(shape, ())
        return Rule(condition, {id(shape): shape for shape in shapes})

    def rules(self, conditions: Iterable[Condition]) -> tuple[Rule, ...]:
        """The compiled forms of several."""
        return tuple(self.rule(condition) for condition in conditions)

    def automaton(self, engine: str | None = None) -> Automaton:
        """All atoms collected so far."""
        return Automaton(list(self.holders), engine)

    def _hold(self, shape: Shape, around: tuple[int, ...]) -> None:
        if isinstance(shape, Atom):
            self.holders.setdefault(shape, set()).update(around)
        else:
            for one in shape.shapes:
                self._hold(one, (*around, id(shape)))


class Counter:
    """Tells whether a text is about several paying parents."""

    def __init__(self, pack: Pack, book: RuleBook) -> None:
        counting = pack.vocabulary.counting or Counting(description="none", several=())
        self._several = book.rules(counting.several)
        kinds = [pack.identity.number(kind) for kind in counting.distinct_numbers]
        self._numbers = [re.compile(kind.pattern, re.IGNORECASE) for kind in kinds if kind]

    def says_several(self, view: View) -> bool:
        """Words for several, or two different numbers of a kind that a person has one of."""
        return any(view.held(rule) for rule in self._several) or any(
            len({re.sub(r"\W", "", found).upper() for found in pattern.findall(view.folded.text)})
            > 1
            for pattern in self._numbers
        )


class View:
    """One item as rules see it: its words found, its sender's capacity, its channel.

    Quoted words, which may be the agency's own, count where there are no others or `with_quoted`.
    """

    def __init__(
        self,
        item: ItemText,
        folded: FoldedText,
        finder: Finder,
        counter: Counter,
        *,
        with_quoted: bool = False,
    ) -> None:
        self.item = item
        self.folded = folded
        self._finder = finder
        self._counter = counter
        self._several: bool | None = None
        self.hears_quoted = with_quoted or not folded.has_own_words

    def with_quoted(self) -> View:
        """The same item with quoted words counted."""
        return View(self.item, self.folded, self._finder, self._counter, with_quoted=True)

    @property
    def several(self) -> bool:
        """Whether the item is about several paying parents."""
        if self._several is None:
            self._several = self._counter.says_several(self)
        return self._several

    def held(
        self, rule: Rule, *, denied_too: bool = False, quoted_too: bool = False
    ) -> Held | None:
        """What speaks for a condition; None when it does not hold.

        Denied passages do not count, unless `denied_too`, nor quoted ones beside the writer's own
        words, unless `quoted_too`.
        """
        if not self._fits(rule.condition):
            return None
        if not rule.shapes:
            return Held(rule.condition.weight, ())
        spans = self._spans(rule, denied_too)
        if not (quoted_too or self.hears_quoted):
            spans = tuple(span for span in spans if span.part != QUOTED)
        if not spans:
            return None
        share = _QUOTED_SHARE if all(span.part == QUOTED for span in spans) else 1.0
        return Held(rule.condition.weight * share, spans)

    def any_held(
        self, rules: Sequence[Rule], *, denied_too: bool = False, quoted_too: bool = False
    ) -> bool:
        """Whether one of the conditions holds."""
        return any(self.held(rule, denied_too=denied_too, quoted_too=quoted_too) for rule in rules)

    def any_found(self, rules: Sequence[Rule]) -> bool:
        """Whether one of the conditions holds anywhere, denied or quoted too."""
        return self.any_held(rules, denied_too=True, quoted_too=True)

    def _fits(self, condition: Condition) -> bool:
        return (
            (not condition.capacity or self.item.capacity in condition.capacity)
            and (not condition.channel or self.item.channel in condition.channel)
            and (condition.count is None or (condition.count == "several") == self.several)
        )

    def _spans(self, rule: Rule, denied_too: bool) -> tuple[Span, ...]:
        return tuple(
            self.folded.span(start, end)
            for key in rule.shapes.keys() & self._finder.present
            for start, end in self._finder.passages(rule.shapes[key])
            if denied_too or not is_denied(self.folded.text, start)
        )
