"""All conditions of a pack compiled together: an automaton over their words, and what follows.

Every word or words side by side that a condition looks for is a literal. Of a group or of words
that stand near each other it is a part; parts make signs; literals and signs fulfil conditions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal as TypeLiteral

import numpy as np

from mailroom.casework.matching.automaton import Automaton, OneByOne, automaton_of
from mailroom.casework.matching.kernel import Found, find, find_all
from mailroom.casework.matching.native import Bytes, Ints
from mailroom.casework.matching.patterns import Chain, Component, Literal, PatternMaker, Run
from mailroom.casework.matching.program import Program, asked_by, table
from mailroom.casework.matching.reader import FoldedText
from mailroom.casework.matching.slips import Slips
from mailroom.casework.matching.speech import classes_of_words, moods_of_phrases
from mailroom.policy.conditions import Condition
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity

Engine = TypeLiteral["automaton", "re"]
"""How literals are found: in one pass, or, to measure that against, one after the other."""
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(slots=True)
class _Literal:
    """What a literal says and sets off."""

    classes: int = 0
    moods: int = 0
    parts: list[int] = field(default_factory=list)
    fulfilled: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Sign:
    """A chain with its parts by number, and what it fulfils and is part of."""

    chain: Chain
    parts: tuple[int, ...]
    fulfilled: list[int] = field(default_factory=list)
    part_of: list[int] = field(default_factory=list)


class Book:
    """Collects conditions under numbers; `close` then compiles them."""

    def __init__(self, maker: PatternMaker, texts: Iterable[str] = ()) -> None:
        """`texts` hold words that are known and never taken for damaged ones."""
        self._maker = maker
        self._known = {word for text in texts for word in _WORD.findall(text.lower())}
        self.conditions: list[Condition] = []
        self.wordless: set[int] = set()
        """The conditions that ask for no words,"""
        self.particular: set[int] = set()
        """and those that ask for more than words of such a sender by such a channel."""
        self._literals: dict[Literal, _Literal] = {}
        self._parts: dict[int, tuple[int, Component]] = {}
        self._signs: dict[int, _Sign] = {}
        self._active: dict[tuple[Capacity, Channel], Bytes] = {}
        self._automaton: Automaton | None = None
        self._one_by_one: OneByOne | None = None
        self._program: Program | None = None
        self.slips: Slips | None = None

    def add(self, conditions: Iterable[Condition]) -> tuple[int, ...]:
        """The numbers of some conditions, in order."""
        return tuple(self._add(condition) for condition in conditions)

    def close(self, engine: Engine = "automaton") -> Book:
        """Compile all that was added."""
        wanted = [word for literal in self._literals for word in literal.whole]
        self.slips = Slips(wanted, self._known)
        for word, classes in classes_of_words().items():
            self._literal(Literal((word,))).classes = classes
        for phrase, moods in moods_of_phrases().items():
            self._literal(Literal(tuple(phrase.split()))).moods = moods
        texts = [literal.text for literal in self._literals]
        self._automaton = automaton_of(texts)
        self._one_by_one = OneByOne(texts) if engine == "re" else None
        self._program = self._compiled()
        return self

    def find(self, text: FoldedText, active: Bytes) -> Found:
        """What is found in a text (`kernel.find`); the book has to be closed."""
        assert self._automaton is not None
        assert self._program is not None
        letters, signs = text.letters, text.signs
        if self._one_by_one:
            hits = self._one_by_one.hits(text.flat)
            return find(self._program, active, hits, signs, letters, text.layout)
        return find_all(self._automaton, self._program, active, signs, letters, text.layout)

    def active(self, capacity: Capacity, channel: Channel) -> Bytes:
        """For each condition whether it may hold for what such a sender sends by such a channel."""
        key = capacity, channel
        if key not in self._active:
            fits = [
                (not one.capacity or capacity in one.capacity)
                and (not one.channel or channel in one.channel)
                for one in self.conditions
            ]
            self._active[key] = np.array(fits, np.uint8)
        return self._active[key]

    def _add(self, condition: Condition) -> int:
        number = len(self.conditions)
        self.conditions.append(condition)
        if not condition.has_words:
            self.wordless.add(number)
        if not condition.has_words or condition.count or condition.language:
            self.particular.add(number)
        for chain in self._maker.chains(condition):
            if len(chain.components) == 1 and not chain.components[0].chains:
                for literal in _every(chain.components[0].runs):
                    self._literal(literal).fulfilled.append(number)
            else:
                self._sign(chain).fulfilled.append(number)
        return number

    def _literal(self, literal: Literal) -> _Literal:
        return self._literals.setdefault(literal, _Literal())

    def _sign(self, chain: Chain) -> _Sign:
        """Its parts, and the signs that may be parts of it, come first."""
        if id(chain) not in self._signs:
            parts = tuple(self._part(component) for component in chain.components)
            self._signs[id(chain)] = _Sign(chain, parts)
        return self._signs[id(chain)]

    def _part(self, component: Component) -> int:
        known = self._parts.get(id(component))
        if known is not None:
            return known[0]
        signs = [self._sign(chain) for chain in component.chains]
        number = len(self._parts)
        self._parts[id(component)] = number, component
        for literal in _every(component.runs):
            self._literal(literal).parts.append(number)
        for sign in signs:
            sign.part_of.append(number)
        return number

    def _compiled(self) -> Program:
        literals, signs = [*self._literals.values()], [*self._signs.values()]
        signs_of_part: list[list[int]] = [[] for _ in self._parts]
        for number, sign in enumerate(signs):
            for part in sign.parts:
                signs_of_part[part].append(number)
        return Program(
            classes=np.array([one.classes for one in literals], np.int64),
            moods=_ints(one.moods for one in literals),
            parts=table([one.parts for one in literals] + [sign.part_of for sign in signs]),
            fulfilled=table([one.fulfilled for one in literals] + [one.fulfilled for one in signs]),
            signs_of_part=table(signs_of_part),
            parts_of_sign=table(sign.parts for sign in signs),
            gaps=_ints(gap for sign in signs for gap in (*sign.chain.gaps, 0)),
            ordered=_ints(sign.chain.ordered for sign in signs),
            asked=_ints(map(asked_by, self.conditions)),
        )


def _every(runs: Sequence[Run]) -> Iterator[Literal]:
    """All that some runs may be, each once."""
    yield from dict.fromkeys(literal for run in runs for literal in run.literals)


def _ints(numbers: Iterable[int]) -> Ints:
    return np.array([*numbers], np.int32)
