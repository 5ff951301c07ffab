"""Words that mean little by themselves: looked for only where the second reader is nearly sure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mailroom.casework.matching.flat import words_before
from mailroom.casework.matching.patterns import Literal, PatternMaker, Run


class Hints:
    """One type's hints: plain words, or words side by side."""

    def __init__(self, maker: PatternMaker, phrases: Sequence[str]) -> None:
        runs = [run for run in map(maker.phrase, phrases) if isinstance(run, Run)]
        literals = {literal for run in runs for literal in run.literals}
        longest_first = sorted(literals, key=lambda one: (-len(one.text), one.text))
        self._pattern = re.compile("|".join(map(_expression, longest_first)) or r"(?!)")

    def places(self, flat: str) -> Iterator[tuple[int, int]]:
        """The numbers of their first words and of the words after them, in order."""
        for found in self._pattern.finditer(flat):
            first = words_before(flat, found.start())
            yield first, first + found.group().count(" ")


def _expression(literal: Literal) -> str:
    """A blank before it; after it one that the next hint may begin with, unless it may go on."""
    end = "" if literal.is_stem else "(?= )"
    return re.escape(literal.text.rstrip()) + end
