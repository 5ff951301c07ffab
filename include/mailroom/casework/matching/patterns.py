"""From the phrases of a rule to what is looked for in a text.

A phrase is words in order; `statement*` any ending, `a|b` either word, `<group>` any of a group,
`...` up to five other words. In `near`, `|` divides whole phrases. Only words side by side are for
the automaton: distances are counted afterwards, because counted gaps blow an automaton up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TypeVar

from mailroom.casework.matching.folding import fold
from mailroom.errors import PolicyFault
from mailroom.policy.conditions import Condition, Group, Near

_PHRASE_GAP = 5
_TOKEN = re.compile(r"<[a-z_]+>|\.\.\.|[a-z0-9'|*&_]+")
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Literal:
    """Words side by side as they stand in a flat text; the last may go on if `is_stem`."""

    words: tuple[str, ...]
    is_stem: bool = False

    @property
    def text(self) -> str:
        """With the blank before it, and the one after it unless it may go on."""
        return f" {' '.join(self.words)}{'' if self.is_stem else ' '}"

    @property
    def whole(self) -> tuple[str, ...]:
        """The words of which no letter is open."""
        return self.words[:-1] if self.is_stem else self.words


@dataclass(frozen=True, slots=True)
class Run:
    """Plain words side by side, as a rule writes them; only the last may have any ending."""

    words: tuple[str, ...]

    @property
    def literals(self) -> tuple[Literal, ...]:
        """All that it may be in a flat text, where `don't` stands as `don t` or `dont`."""
        choices = product(*(_spellings(word) for word in self.words))
        return tuple(
            Literal(
                tuple(letters.removesuffix("*") for word in words for letters in word),
                words[-1][-1].endswith("*"),
            )
            for words in choices
        )


@dataclass(frozen=True, slots=True)
class Component:
    """Any of several things that mean the same: runs of words, and chains."""

    runs: tuple[Run, ...]
    chains: tuple[Chain, ...] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    """Components one after the other, at most `gaps[n]` other words after the n-th; in any order
    if not `ordered`."""

    components: tuple[Component, ...]
    gaps: tuple[int, ...] = ()
    ordered: bool = True


@dataclass(slots=True)
class PatternMaker:
    """Makes patterns with the groups of one pack; each group is made once."""

    groups: Mapping[str, Group]
    _made: dict[str, Component] = field(default_factory=dict)

    def chains(self, condition: Condition) -> Iterator[Chain]:
        """What a condition looks for: all plain phrases together, then each phrase with gaps or
        groups, then each near."""
        every = self._component((*condition.phrases, *condition.stems))
        if every.runs:
            yield Chain((Component(every.runs),))
        yield from every.chains
        for near in condition.near:
            yield self.near(near)

    def near(self, near: Near) -> Chain:
        """Any order of the words, at most `within` other words between two."""
        components = tuple(self._component(word.split("|")) for word in near.words)
        return Chain(components, (near.within,) * (len(components) - 1), ordered=False)

    def phrase(self, phrase: str) -> Run | Chain:
        """The pattern of one phrase. Raises PolicyFault when it says nothing or too little."""
        tokens = _TOKEN.findall(fold(phrase.lower()))
        if not tokens or tokens[0] == "..." or tokens[-1] == "...":
            raise PolicyFault(f"the phrase `{phrase}` must begin and end with a word; reword it")
        components: list[Component] = []
        gaps: list[int] = []
        for piece in _pieces(tokens):
            if piece == ["..."]:
                gaps[-1] = _PHRASE_GAP
                continue
            components.append(
                self._group(piece[0]) if piece[0].startswith("<") else Component((_run(piece),))
            )
            gaps.append(0)
        only = components[0]
        if len(components) == 1 and len(only.runs) == 1 and not only.chains:
            return only.runs[0]
        return Chain(tuple(components), tuple(gaps[:-1]))

    def _component(self, phrases: Iterable[str]) -> Component:
        made = [self.phrase(phrase) for phrase in phrases]
        chains = [one for one in made if isinstance(one, Chain)]
        whole = [one.components[0] for one in chains if len(one.components) == 1]
        return Component(
            runs=_once(
                [one for one in made if isinstance(one, Run)]
                + [run for component in whole for run in component.runs]
            ),
            chains=_once(
                [one for one in chains if len(one.components) > 1]
                + [chain for component in whole for chain in component.chains]
            ),
        )

    def _group(self, token: str) -> Component:
        name = token[1:-1]
        if name not in self.groups:
            raise PolicyFault(
                f"a phrase names the group <{name}>; add it to vocabulary.yaml or correct the name"
            )
        if name not in self._made:
            self._made[name] = self._component(self.groups[name].words)
        return self._made[name]


def _once(things: Iterable[Thing]) -> tuple[Thing, ...]:
    return tuple(dict.fromkeys(things))


def _pieces(tokens: Sequence[str]) -> Iterator[list[str]]:
    """Plain words together, up to one with any ending; a group or a gap alone."""
    run: list[str] = []
    for token in tokens:
        if token != "..." and not token.startswith("<"):
            run.append(token)
            if "*" in token:
                yield run
                run = []
            continue
        if run:
            yield run
        yield [token]
        run = []
    if run:
        yield run


def _run(words: Sequence[str]) -> Run:
    for word in words:
        _spellings(word)
    return Run(tuple(words))


def _spellings(token: str) -> list[tuple[str, ...]]:
    """The words a token of a phrase may be in a flat text."""
    return list(dict.fromkeys(way for word in token.split("|") for way in _ways(word)))


def _ways(word: str) -> list[tuple[str, ...]]:
    letters = word.removesuffix("*")
    if not letters or "*" in letters:
        raise PolicyFault(f"`{word}` in a phrase: letters first, then one * at most")
    apart = tuple(piece for piece in re.split(r"['&_]", word) if piece.strip("*"))
    if not apart:
        raise PolicyFault(f"`{word}` in a phrase has no letters; reword it")
    return [apart] if len(apart) == 1 else [apart, ("".join(apart),)]
