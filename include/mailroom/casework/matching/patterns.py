"""From the phrases of a rule to atoms for an automaton, and the shape they must stand in.

A phrase is words in order; `statement*` any ending, `a|b` either word, `<group>` any of a group,
`...` up to five other words. Between two words up to eight signs that are no letters may stand.
In `near`, `|` divides whole phrases. Only runs of plain words become atoms: distances are counted
afterwards, because counted gaps blow an automaton up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mailroom.errors import PolicyFault
from mailroom.policy.conditions import Condition, Group, Near

_BETWEEN = (r"\W{1,8}", 8)
_ENDING = (r"\w{0,24}", 24)
_PHRASE_GAP = 5
_TOKEN = re.compile(r"<[a-z_]+>|\.\.\.|[\w'|*&]+")


@dataclass(frozen=True, slots=True)
class Atom:
    """A run of words: `regex` without lookaround or open repeat, at most `width` characters."""

    regex: str
    width: int


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Any of several shapes."""

    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Shapes one after the other, at most `gaps[n]` other words after the n-th; any order if not
    `ordered`."""

    shapes: tuple[Shape, ...]
    gaps: tuple[int, ...]
    ordered: bool = True


Shape = Atom | AnyOf | Chain


@dataclass(slots=True)
class PatternMaker:
    """Makes shapes with the groups of one pack; each group and each atom is made once."""

    groups: Mapping[str, Group]
    _made: dict[str, Shape] = field(default_factory=dict)
    _atoms: dict[Atom, Atom] = field(default_factory=dict)

    def shapes(self, condition: Condition) -> Iterator[Shape]:
        """One shape for each phrase, stem and near of a condition."""
        for phrase in (*condition.phrases, *condition.stems):
            yield self.phrase(phrase)
        for near in condition.near:
            yield self.near(near)

    def near(self, near: Near) -> Shape:
        """Any order of the words, at most `within` other words between two."""
        words = tuple(_any_of([self.phrase(one) for one in word.split("|")]) for word in near.words)
        return Chain(words, (near.within,) * (len(words) - 1), ordered=False)

    def phrase(self, phrase: str) -> Shape:
        """The shape of one phrase. Raises PolicyFault when it says nothing or too little."""
        tokens = _TOKEN.findall(phrase)
        if not tokens or tokens[0] == "..." or tokens[-1] == "...":
            raise PolicyFault(f"the phrase `{phrase}` must begin and end with a word; reword it")
        shapes: list[Shape] = []
        gaps: list[int] = []
        for run in _runs(tokens):
            if run == ["..."]:
                gaps[-1] = _PHRASE_GAP
            else:
                shapes.append(self._group(run[0]) if run[0].startswith("<") else self._atom(run))
                gaps.append(0)
        return shapes[0] if len(shapes) == 1 else Chain(tuple(shapes), tuple(gaps[:-1]))

    def _atom(self, run: Sequence[str]) -> Atom:
        made = _atom(run)
        return self._atoms.setdefault(made, made)

    def _group(self, token: str) -> Shape:
        name = token[1:-1]
        if name not in self.groups:
            raise PolicyFault(
                f"a phrase names the group <{name}>; add it to vocabulary.yaml or correct the name"
            )
        if name not in self._made:
            self._made[name] = _any_of([self.phrase(word) for word in self.groups[name].words])
        return self._made[name]


def _runs(tokens: Sequence[str]) -> Iterator[list[str]]:
    """Plain words together; a group or a gap alone."""
    run: list[str] = []
    for token in tokens:
        if token != "..." and not token.startswith("<"):
            run.append(token)
            continue
        if run:
            yield run
        yield [token]
        run = []
    if run:
        yield run


def _any_of(shapes: Sequence[Shape]) -> Shape:
    return shapes[0] if len(shapes) == 1 else AnyOf(tuple(shapes))


def _atom(words: Sequence[str]) -> Atom:
    pieces = [_either_word(word) for word in words]
    between, width = _BETWEEN
    regex = between.join(regex for regex, _ in pieces)
    return Atom(rf"\b{regex}\b", sum(longest for _, longest in pieces) + width * (len(pieces) - 1))


def _either_word(token: str) -> tuple[str, int]:
    words = [_plain_word(word) for word in token.split("|")]
    if len(words) == 1:
        return words[0]
    return f"(?:{'|'.join(regex for regex, _ in words)})", max(longest for _, longest in words)


def _plain_word(word: str) -> tuple[str, int]:
    letters = word.removesuffix("*")
    if not letters or "*" in letters:
        raise PolicyFault(f"`{word}` in a phrase: letters first, then one * at most")
    regex = re.escape(letters).replace("'", "'?")
    ending, more = _ENDING if word.endswith("*") else ("", 0)
    return regex + ending, len(letters) + more
