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

from mailroom.casework.matching.automaton import Automaton, OneByOne, automaton_of, hits_in
from mailroom.casework.matching.flat import bytes_of, flatten
from mailroom.casework.matching.folding import fold
from mailroom.casework.matching.native import Bytes
from mailroom.casework.matching.patterns import Chain, Component, Literal, PatternMaker, Run
from mailroom.casework.matching.program import LANGUAGES, MILLION, MOODS_SAID, Program, asked_by
from mailroom.casework.matching.shelf import shelved, table
from mailroom.casework.matching.slips import Slips
from mailroom.casework.matching.speech import classes_of_words, moods_of_phrases
from mailroom.policy.conditions import Condition
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity

Engine = TypeLiteral["automaton", "re"]
"""How literals are found: in one pass, or, to measure that against, one after the other."""
_WORD = re.compile(r"[a-z0-9]+")
_COUNTS = {None: 0, "one": 1, "several": 2}


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
        """`texts` are such as the conditions are for: their words are known, and never taken for
        damaged ones; they tell which words are rare."""
        self._maker, self._texts = maker, tuple(texts)
        self._known = {word for text in self._texts for word in _WORD.findall(text.lower())}
        self.conditions: list[Condition] = []
        self._literals: dict[Literal, _Literal] = {}
        self._parts: dict[int, tuple[int, Component]] = {}
        self._signs: dict[int, _Sign] = {}
        self._active: dict[tuple[Capacity, Channel], Bytes] = {}
        self.one_by_one: OneByOne | None = None
        """The slow engine, if that is to be measured."""
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
        self.one_by_one = OneByOne(texts) if engine == "re" else None
        self._program = self._compiled(automaton_of(texts))
        return self

    @property
    def program(self) -> Program:
        """What the conditions are compiled to, once the book is closed."""
        assert self._program is not None
        return self._program

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

    def _compiled(self, automaton: Automaton) -> Program:
        literals, signs = [*self._literals.values()], [*self._signs.values()]
        often = self._met(automaton)
        fulfilled = [one.fulfilled for one in literals] + [one.fulfilled for one in signs]
        hinted_by: dict[int, list[int]] = {}
        for number, sign in enumerate(signs):
            hinted_by.setdefault(min(sign.parts, key=often.__getitem__), []).append(number)
        hinted = [
            [number for part in parts for number in hinted_by.get(part, ())]
            for parts in (*(one.parts for one in literals), *(one.part_of for one in signs))
        ]
        needs = [{*sign.parts} for sign in signs]
        for number in reversed(range(len(signs))):
            may_follow = hinted[len(literals) + number]
            needs[number].update(part for each in may_follow for part in needs[each])
        conditions = self.conditions
        shelf = shelved([
            *automaton[1:],
            *table([one.parts for one in literals] + [sign.part_of for sign in signs]),
            [len(self._parts)],
            *table(row for rows in zip(fulfilled, hinted, strict=True) for row in rows),
            *table(sign.parts for sign in signs),
            [gap for sign in signs for gap in (*sign.chain.gaps, 0)],
            [sign.chain.ordered for sign in signs],
            *table(sorted(parts) for parts in needs),
            [asked_by(one) for one in conditions],
            [round(MILLION * one.weight) for one in conditions],
            [_COUNTS[one.count] for one in conditions],
            [sum(1 << LANGUAGES.index(each) for each in one.language) for one in conditions],
            [number for number, one in enumerate(conditions) if one.count or one.language],
            [n for n, one in enumerate(conditions) if not one.has_words and not one.mood],
            [n for n, one in enumerate(conditions) if not one.has_words and one.mood],
        ])  # fmt: skip
        says = [one.classes | one.moods << MOODS_SAID for one in literals]
        return Program(automaton.steps, np.array(says, np.int64), shelf)

    def _met(self, automaton: Automaton) -> list[int]:
        """How often each part stands in the known texts."""
        flat = flatten(" \n\n ".join(map(fold, self._texts)))
        hits = np.bincount(hits_in(bytes_of(flat), automaton)[:, 0], minlength=len(self._literals))
        often = [0] * len(self._parts)
        for one, count in zip(self._literals.values(), hits.tolist(), strict=True):
            for part in one.parts:
                often[part] += count
        for sign in self._signs.values():
            for part in sign.part_of:
                often[part] += min(often[each] for each in sign.parts)
        return often


def _every(runs: Sequence[Run]) -> Iterator[Literal]:
    """All that some runs may be, each once."""
    yield from dict.fromkeys(literal for run in runs for literal in run.literals)
