"""From the phrases of a rule to patterns of bounded width.

A phrase is words in order; `statement*` any ending, `a|b` either word, `<group>` any of a group,
`...` up to five other words. Between two words up to eight signs that are no letters may stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

from mailroom.errors import PolicyFault
from mailroom.policy.conditions import Condition, Group, Near

_BETWEEN = (r"\W{1,8}", 8)
_WORD = (r"\w{1,24}", 24)
_PHRASE_GAP = 5
_ENDING = (r"\w{0,24}", 24)
_TOKEN = re.compile(r"<[a-z_]+>|\.\.\.|[\w'|*&]+")


@dataclass(frozen=True, slots=True)
class Pattern:
    """`regex` has no lookaround and no open repeat; a match has at most `width` characters."""

    regex: str
    width: int


class PatternMaker:
    """Makes patterns with the groups of one pack."""

    def __init__(self, groups: Mapping[str, Group]) -> None:
        self._groups = groups

    def patterns(self, condition: Condition) -> Iterator[Pattern]:
        """One pattern for each phrase, stem and near of a condition."""
        for phrase in (*condition.phrases, *condition.stems):
            yield self.phrase(phrase)
        for near in condition.near:
            yield self.near(near)

    def phrase(self, phrase: str) -> Pattern:
        """The pattern of one phrase. Raises PolicyFault when it says nothing or too little."""
        return _bounded(self._sequence(phrase))

    def near(self, near: Near) -> Pattern:
        """Any order of the words, at most `within` other words between two."""
        words = [self._sequence(word) for word in near.words]
        gap = _gap(near.within)
        orders = [_chain(order, gap) for order in permutations(words)]
        return _bounded(_either(orders))

    def _sequence(self, phrase: str) -> Pattern:
        tokens = _TOKEN.findall(phrase)
        if not tokens or tokens[0] == "..." or tokens[-1] == "...":
            raise PolicyFault(f"the phrase `{phrase}` must begin and end with a word; reword it")
        made: Pattern | None = None
        joint = Pattern(*_BETWEEN)
        for token in tokens:
            if token == "...":
                joint = _gap(_PHRASE_GAP)
                continue
            word = self._word(token)
            made = word if made is None else _chain((made, word), joint)
            joint = Pattern(*_BETWEEN)
        assert made is not None
        return made

    def _word(self, token: str) -> Pattern:
        if token.startswith("<"):
            return _either([self._sequence(word) for word in self._group(token[1:-1]).words])
        return _either([_plain_word(word) for word in token.split("|")])

    def _group(self, name: str) -> Group:
        try:
            return self._groups[name]
        except KeyError:
            raise PolicyFault(
                f"a phrase names the group <{name}>; add it to vocabulary.yaml or correct the name"
            ) from None


def _plain_word(word: str) -> Pattern:
    letters = word.rstrip("*")
    if len(letters) < 1 or "*" in letters:
        raise PolicyFault(f"`{word}` in a phrase: letters first, then one * at most")
    regex = re.escape(letters).replace("'", "'?")
    ending, more = _ENDING if word.endswith("*") else ("", 0)
    return Pattern(regex + ending, len(letters) + more)


def _gap(words: int) -> Pattern:
    between, width = _BETWEEN
    return Pattern(
        rf"(?:{between}{_WORD[0]}){{0,{words}}}{between}", (width + _WORD[1]) * words + width
    )


def _chain(parts: Iterable[Pattern], joint: Pattern) -> Pattern:
    chained = list(parts)
    width = sum(part.width for part in chained) + joint.width * (len(chained) - 1)
    return Pattern(joint.regex.join(part.regex for part in chained), width)


def _either(parts: list[Pattern]) -> Pattern:
    if len(parts) == 1:
        return parts[0]
    return Pattern(
        f"(?:{'|'.join(part.regex for part in parts)})", max(part.width for part in parts)
    )


def _bounded(pattern: Pattern) -> Pattern:
    return Pattern(rf"\b{pattern.regex}\b", pattern.width)
