"""All conditions of a pack compiled together: one automaton, and what each of its atoms sets off.

Of words that have to stand together only the rarest are looked for in the text; the others are
looked up in its sentence once these were found. So the work follows the hits, not the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import permutations

from mailroom.casework.matching.automaton import Engine, engine_for
from mailroom.casework.matching.patterns import Chain, Component, PatternMaker, Run
from mailroom.casework.matching.rarity import Rarity
from mailroom.casework.matching.sentences import Interval, Sentence
from mailroom.policy.conditions import Condition

_MOST = 60  # intervals of one component in a sentence: a bound for one word repeated


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A component, ready: words to look up, atoms that the automaton finds, chains."""

    words: frozenset[str]
    stems: tuple[str, ...]
    atoms: frozenset[int]
    chains: tuple[Sign, ...]

    def intervals(self, sentence: Sentence) -> list[Interval]:
        """Where it stands in a sentence."""
        key = id(self)
        known = sentence.known.get(key)
        if known is None:
            known = sentence.known[key] = self._find(sentence)[:_MOST]
        return known

    def _find(self, sentence: Sentence) -> list[Interval]:
        found: list[Interval] = []
        if not self.words.isdisjoint(sentence.wordset):
            words = self.words
            found += [(n, n + 1) for n, word in enumerate(sentence.words) if word in words]
        if self.stems:
            stems = self.stems
            found += [(n, n + 1) for n, w in enumerate(sentence.words) if w.startswith(stems)]
        if self.atoms:
            for atom, places in sentence.hits.items():
                if atom in self.atoms:
                    found += places
        for chain in self.chains:
            if not chain.triggers.isdisjoint(sentence.hits):
                found += chain.intervals(sentence)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Sign:
    """A chain, ready; `triggers` are the atoms without one of which it cannot stand anywhere."""

    parts: tuple[Part, ...]
    gaps: tuple[int, ...]
    ordered: bool
    triggers: frozenset[int]

    def intervals(self, sentence: Sentence) -> list[Interval]:
        """Where it stands in a sentence, from the first of its words to the last."""
        links = []
        for part in self.parts:
            found = part.intervals(sentence)
            if not found:
                return []
            links.append(found)
        if len(links) == 1:
            return links[0]
        orders = [links] if self.ordered else list(permutations(links))
        return sorted({found for order in orders for found in self._in_order(order)})

    def _in_order(self, links: Sequence[list[Interval]]) -> list[Interval]:
        chained = links[0]
        for link, gap in zip(links[1:], self.gaps, strict=True):
            chained = [
                (first, after)
                for first, before in chained
                for begin, after in link
                if 0 <= begin - before <= gap
            ][:_MOST]
        return chained


@dataclass(slots=True)
class Triggered:
    """What one atom sets off: conditions that it fulfils by itself, and signs to look for."""

    fulfils: list[int] = field(default_factory=list)
    signs: list[tuple[int, Sign]] = field(default_factory=list)


class Book:
    """Collects conditions under numbers; `close` then makes the automaton."""

    def __init__(self, maker: PatternMaker, rarity: Rarity) -> None:
        self._maker = maker
        self._rarity = rarity
        self.conditions: list[Condition] = []
        self.runs: list[Run] = []
        self._numbers: dict[Run, int] = {}
        self._parts: dict[int, tuple[Component, Part]] = {}
        self._signs: dict[int, tuple[Chain, Sign]] = {}
        self.triggered: list[Triggered] = []
        self._engine: Engine | None = None

    def add(self, conditions: Iterable[Condition]) -> tuple[int, ...]:
        """The numbers of some conditions, in order."""
        return tuple(self._add(condition) for condition in conditions)

    def close(self, engine: str | None = None) -> Book:
        """Compile the automaton over all that was added."""
        self._engine = engine_for([run.regex for run in self.runs], engine)
        return self

    @property
    def engine(self) -> Engine:
        """The automaton; the book has to be closed."""
        assert self._engine is not None
        return self._engine

    def _add(self, condition: Condition) -> int:
        number = len(self.conditions)
        self.conditions.append(condition)
        for chain in self._maker.chains(condition):
            if len(chain.components) == 1 and not chain.components[0].chains:
                for run in chain.components[0].runs:
                    self._set_off(self._atom(run)).fulfils.append(number)
                continue
            sign = self._sign(chain)
            for atom in sign.triggers:
                self._set_off(atom).signs.append((number, sign))
        return number

    def _set_off(self, atom: int) -> Triggered:
        return self.triggered[atom]

    def _atom(self, run: Run) -> int:
        if run not in self._numbers:
            self._numbers[run] = len(self.runs)
            self.runs.append(run)
            self.triggered.append(Triggered())
        return self._numbers[run]

    def _sign(self, chain: Chain) -> Sign:
        known = self._signs.get(id(chain))
        if known is not None:
            return known[1]
        made = Sign(
            parts=tuple(self._part(component) for component in chain.components),
            gaps=chain.gaps,
            ordered=chain.ordered,
            triggers=frozenset(self._triggers(chain)),
        )
        self._signs[id(chain)] = chain, made
        return made

    def _part(self, component: Component) -> Part:
        known = self._parts.get(id(component))
        if known is not None:
            return known[1]
        short = [word for run in component.runs if run.is_one_word for word in _either(run)]
        made = Part(
            words=frozenset(word for word in short if not word.endswith("*")),
            stems=tuple(word[:-1] for word in short if word.endswith("*")),
            atoms=frozenset(self._atom(run) for run in component.runs if not run.is_one_word),
            chains=tuple(self._sign(chain) for chain in component.chains),
        )
        self._parts[id(component)] = component, made
        return made

    def _triggers(self, chain: Chain) -> set[int]:
        anchor = self._rarity.anchor(chain)
        found = {self._atom(run) for run in anchor.runs}
        for inner in anchor.chains:
            found |= self._triggers(inner)
        return found


def _either(run: Run) -> list[str]:
    return run.words[0].split("|")
