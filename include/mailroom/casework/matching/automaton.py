"""All patterns of a pack against one text: hyperscan, else re2, else plain `re`.

Engines only say which patterns stand somewhere and where they end; the evidence is always found by
`re` in the window before that end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from typing import Any, Protocol

from mailroom.casework.matching.patterns import Pattern

Passage = tuple[int, int]


class Engine(Protocol):
    """Finds patterns by number: yields (pattern, end) or (pattern, None) for somewhere."""

    def hits(self, folded: str) -> Iterator[tuple[int, int | None]]:
        """Each hit of each pattern in a folded text."""
        ...


class Automaton:
    """Where each of the patterns stands in a text."""

    def __init__(self, patterns: Sequence[Pattern], engine: str | None = None) -> None:
        self._patterns = patterns
        self._compiled: dict[int, re.Pattern[str]] = {}
        name = engine or best_engine()
        self._engine: Engine = _ENGINES[name]([pattern.regex for pattern in patterns])

    def passages(self, folded: str) -> dict[int, list[Passage]]:
        """Pattern number to its passages [start, end), in the order of the text."""
        found: dict[int, list[Passage]] = {}
        for number, end in self._engine.hits(folded):
            places = (
                self._everywhere(number, folded)
                if end is None
                else (self._ending_at(number, folded, end))
            )
            found.setdefault(number, []).extend(places)
        return found

    def _everywhere(self, number: int, folded: str) -> list[Passage]:
        pattern = re.compile(self._patterns[number].regex, re.IGNORECASE | re.ASCII)
        ends = [match.end() for match in pattern.finditer(folded)]
        return [place for end in ends for place in self._ending_at(number, folded, end)]

    def _ending_at(self, number: int, folded: str, end: int) -> list[Passage]:
        """The shortest passage that ends there; `\\Z` holds at the end given to search."""
        pattern = self._regex(number)
        at = max(0, end - self._patterns[number].width)
        found: list[Passage] = []
        while match := pattern.search(folded, at, end):
            found = [match.span()]
            at = match.start() + 1
        return found

    def _regex(self, number: int) -> re.Pattern[str]:
        if number not in self._compiled:
            regex = self._patterns[number].regex + r"\Z"
            self._compiled[number] = re.compile(regex, re.IGNORECASE | re.ASCII)
        return self._compiled[number]


class _Hyperscan:
    def __init__(self, expressions: Sequence[str]) -> None:
        import hyperscan

        self._database = hyperscan.Database()
        self._database.compile(
            expressions=[expression.encode() for expression in expressions],
            ids=list(range(len(expressions))),
            elements=len(expressions),
            flags=hyperscan.HS_FLAG_CASELESS,
        )

    def hits(self, folded: str) -> Iterator[tuple[int, int | None]]:
        found: dict[tuple[int, int], None] = {}

        def keep(number: int, _from: int, end: int, _flags: int, _context: Any) -> None:
            found[number, end] = None

        self._database.scan(folded.encode("ascii"), match_event_handler=keep)
        yield from found


class _Re2:
    def __init__(self, expressions: Sequence[str]) -> None:
        import re2  # type: ignore[import-untyped]

        options = re2.Options()
        options.case_sensitive = False
        options.max_mem = 256 << 20
        self._set = re2.Set.SearchSet(options)
        for expression in expressions:
            self._set.Add(expression)
        self._set.Compile()

    def hits(self, folded: str) -> Iterator[tuple[int, int | None]]:
        for number in sorted(self._set.Match(folded) or ()):
            yield number, None


class _Plain:
    def __init__(self, expressions: Sequence[str]) -> None:
        self._compiled = [re.compile(one, re.IGNORECASE | re.ASCII) for one in expressions]

    def hits(self, folded: str) -> Iterator[tuple[int, int | None]]:
        for number, pattern in enumerate(self._compiled):
            if pattern.search(folded):
                yield number, None


_ENGINES: dict[str, Callable[[Sequence[str]], Engine]] = {
    "hyperscan": _Hyperscan,
    "re2": _Re2,
    "re": _Plain,
}


def best_engine() -> str:
    """The quickest engine that is installed."""
    return next((name for name in ("hyperscan", "re2") if find_spec(name)), "re")
