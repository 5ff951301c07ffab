"""All conditions of a pack compiled together: one automaton, and what each literal sets off.

Of words that have to stand together only the rarest are looked for in the text; the others are
looked up in its sentence once these were found. So the work follows the hits, not the rules.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import NamedTuple

from mailroom.casework.matching.automaton import Engine, engine_for
from mailroom.casework.matching.patterns import Chain, Component, Literal, PatternMaker, Run
from mailroom.casework.matching.rarity import Rarity
from mailroom.casework.matching.slips import Slips
from mailroom.policy.conditions import Condition
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity

_MOST_WORDS = 100_000  # words whose bits are remembered


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A component, ready to be looked up in the words of a sentence.

    `words` are those that are enough by themselves or are the rarest of a phrase, `stems` the
    beginnings of others that are enough. `bit` stands for the part in masks.
    """

    bit: int
    words: Mapping[str, Word]
    stems: tuple[str, ...]
    chains: tuple[Sign, ...]


class Word(NamedTuple):
    """What a word is for a part: enough by itself, the rarest word of phrases, or both.

    Each phrase has the number of its words before this one.
    """

    is_enough: bool
    phrases: tuple[tuple[int, Literal], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Sign:
    """A chain, ready. `triggers` are the literals without one of which it cannot stand anywhere;
    `mask` holds the bits of its parts, save those whose chains make it a matter of looking."""

    parts: tuple[Part, ...]
    gaps: tuple[int, ...]
    ordered: bool
    triggers: frozenset[int]
    mask: int


@dataclass(slots=True)
class Triggered:
    """What a literal of so many words sets off: conditions that it fulfils by itself, and signs to
    look for."""

    length: int
    fulfils: list[int] = field(default_factory=list)
    signs: list[tuple[int, Sign]] = field(default_factory=list)

    def of(self, numbers: Container[int]) -> Triggered:
        """What of it belongs to some conditions."""
        fulfils = [number for number in self.fulfils if number in numbers]
        signs = [one for one in self.signs if one[0] in numbers]
        if len(fulfils) == len(self.fulfils) and len(signs) == len(self.signs):
            return self
        return Triggered(self.length, fulfils, signs)


class _Masks(dict[str, int]):
    """For each word that was met the bits of all parts that may stand where it is."""

    def __init__(self) -> None:
        self.of_words: dict[str, int] = {}
        self.of_stems: dict[str, int] = {}
        self._longest = 0  # letters of a stem

    def add(self, part: Part) -> None:
        """Where a part may stand."""
        for words, bits in ((part.words, self.of_words), (part.stems, self.of_stems)):
            for word in words:
                bits[word] = bits.get(word, 0) | part.bit
        self._longest = max(self._longest, *map(len, part.stems), 0)

    def __missing__(self, word: str) -> int:
        if len(self) > _MOST_WORDS:
            self.clear()
        longest = min(len(word), self._longest)
        beginnings = (word[:length] for length in range(1, longest + 1))
        of_stems = (self.of_stems.get(one, 0) for one in beginnings)
        self[word] = bits = reduce(or_, of_stems, self.of_words.get(word, 0))
        return bits


class Book:
    """Collects conditions under numbers; `close` then makes the automaton."""

    def __init__(self, maker: PatternMaker, rarity: Rarity) -> None:
        self._maker = maker
        self._rarity = rarity
        self.conditions: list[Condition] = []
        self.wordless: set[int] = set()
        self.literals: list[Literal] = []
        self.triggered: list[Triggered] = []
        self._numbers: dict[Literal, int] = {}
        self._parts: dict[int, tuple[Component, Part]] = {}
        self._signs: dict[int, tuple[Chain, Sign]] = {}
        self._masks = _Masks()
        self._of_sender: dict[tuple[Capacity, Channel], list[Triggered]] = {}
        self._engine: Engine | None = None
        self.slips: Slips | None = None

    def add(self, conditions: Iterable[Condition]) -> tuple[int, ...]:
        """The numbers of some conditions, in order."""
        return tuple(self._add(condition) for condition in conditions)

    def close(self, engine: str | None = None) -> Book:
        """Compile the automaton over all that was added."""
        self._engine = engine_for([one.text for one in self.literals], engine)
        for _, part in self._parts.values():
            self._masks.add(part)
        self.slips = Slips(self._wanted(), self._rarity.words)
        return self

    def _wanted(self) -> Iterator[str]:
        """Every whole word that the rules look for."""
        for literal in self.literals:
            yield from literal.words[:-1] if literal.is_stem else literal.words
        for _, part in self._parts.values():
            yield from part.words
            for word in part.words.values():
                for _, literal in word.phrases:
                    yield from literal.words[:-1] if literal.is_stem else literal.words

    @property
    def engine(self) -> Engine:
        """The automaton; the book has to be closed."""
        assert self._engine is not None
        return self._engine

    def triggered_by(self, capacity: Capacity, channel: Channel) -> list[Triggered]:
        """`triggered` without the conditions that ask for another sender or channel."""
        key = capacity, channel
        if key not in self._of_sender:
            numbers = {
                number
                for number, one in enumerate(self.conditions)
                if (not one.capacity or capacity in one.capacity)
                and (not one.channel or channel in one.channel)
            }
            self._of_sender[key] = [one.of(numbers) for one in self.triggered]
        return self._of_sender[key]

    def bits_of(self, words: Sequence[str]) -> list[int]:
        """For each word the bits of all parts that may stand where it is."""
        return list(map(self._masks.__getitem__, words))

    def _add(self, condition: Condition) -> int:
        number = len(self.conditions)
        self.conditions.append(condition)
        if not condition.has_words:
            self.wordless.add(number)
        for chain in self._maker.chains(condition):
            if len(chain.components) == 1 and not chain.components[0].chains:
                for literal in self._found(chain.components[0].runs):
                    self.triggered[literal].fulfils.append(number)
                continue
            sign = self._sign(chain)
            for literal in sign.triggers:
                self.triggered[literal].signs.append((number, sign))
        return number

    def _found(self, runs: Iterable[Run]) -> frozenset[int]:
        """The numbers of all that some runs may be."""
        return frozenset(self._number(literal) for run in runs for literal in run.literals)

    def _number(self, literal: Literal) -> int:
        if literal not in self._numbers:
            self._numbers[literal] = len(self.literals)
            self.literals.append(literal)
            self.triggered.append(Triggered(len(literal.words)))
        return self._numbers[literal]

    def _sign(self, chain: Chain) -> Sign:
        known = self._signs.get(id(chain))
        if known is not None:
            return known[1]
        parts = tuple(self._part(component) for component in chain.components)
        made = Sign(
            parts=parts,
            mask=reduce(or_, (part.bit for part in parts if not part.chains), 0),
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
        every = [literal for run in component.runs for literal in run.literals]
        short = [one for one in every if len(one.words) == 1]
        alone = {one.words[0] for one in short if not one.is_stem}
        stems = tuple(one.words[0] for one in short if one.is_stem)
        phrases = self._by_rarest_word(one for one in every if len(one.words) > 1)
        chains = tuple(self._sign(chain) for chain in component.chains)  # their parts come first
        made = Part(
            bit=1 << len(self._parts),
            words={
                word: Word(word in alone or word.startswith(stems), phrases.get(word, ()))
                for word in alone | phrases.keys()
            },
            stems=stems,
            chains=chains,
        )
        self._parts[id(component)] = component, made
        return made

    def _by_rarest_word(
        self, literals: Iterable[Literal]
    ) -> Mapping[str, tuple[tuple[int, Literal], ...]]:
        found: dict[str, list[tuple[int, Literal]]] = {}
        for literal in literals:
            whole = literal.words[:-1] if literal.is_stem else literal.words
            at = min(range(len(whole)), key=lambda n: self._rarity.word(whole[n]))
            found.setdefault(whole[at], []).append((at, literal))
        return {word: tuple(some) for word, some in found.items()}

    def _triggers(self, chain: Chain) -> set[int]:
        anchor = self._rarity.anchor(chain)
        found = set(self._found(anchor.runs))
        for inner in anchor.chains:
            found |= self._triggers(inner)
        return found
