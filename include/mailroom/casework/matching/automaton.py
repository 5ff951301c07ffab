"""All atoms of a pack against one text: hyperscan, else re2, else plain `re`.

An engine says which atoms end where; everything else is worked out from the words around.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from typing import Any, Protocol

from mailroom.casework.matching.compiled import hyperscan_database
from mailroom.settings import from_environment

Hit = tuple[int, int]
"""An atom's number, and the character after its last one."""


class Engine(Protocol):
    """Finds atoms by number."""

    def hits(self, folded: str) -> Sequence[Hit]:
        """Each hit in a folded text, once."""
        ...


class _Hyperscan:
    def __init__(self, regexes: Sequence[str]) -> None:
        self._database = hyperscan_database(regexes, from_environment().var / "automata")

    def hits(self, folded: str) -> Sequence[Hit]:
        found: list[Hit] = []
        keep = found.append

        def matched(number: int, _from: int, end: int, _flags: int, _context: Any) -> None:
            keep((number, end))

        self._database.scan(folded.encode("ascii"), match_event_handler=matched)
        return found


class _Re2:
    def __init__(self, regexes: Sequence[str]) -> None:
        import re2  # type: ignore[import-untyped]

        options = re2.Options()
        options.case_sensitive = False
        options.max_mem = 256 << 20
        self._set = re2.Set.SearchSet(options)
        for regex in regexes:
            self._set.Add(regex)
        self._set.Compile()
        self._places = _Places(regexes)

    def hits(self, folded: str) -> Sequence[Hit]:
        found = sorted(self._set.Match(folded) or ())
        return [hit for number in found for hit in self._places.of(number, folded)]


class _Plain:
    def __init__(self, regexes: Sequence[str]) -> None:
        self._count = len(regexes)
        self._places = _Places(regexes)

    def hits(self, folded: str) -> Sequence[Hit]:
        return [hit for number in range(self._count) for hit in self._places.of(number, folded)]


class _Places:
    """Where a regex ends in a text, by `re`: it is tried at every beginning of a word."""

    def __init__(self, regexes: Sequence[str]) -> None:
        self._regexes = regexes
        self._compiled: dict[int, re.Pattern[str]] = {}

    def of(self, number: int, folded: str) -> Iterator[Hit]:
        pattern = self._compiled.get(number)
        if pattern is None:
            pattern = re.compile(f"(?={self._regexes[number]})", re.IGNORECASE | re.ASCII)
            self._compiled[number] = pattern
        whole = re.compile(self._regexes[number], re.IGNORECASE | re.ASCII)
        for found in pattern.finditer(folded):
            match = whole.match(folded, found.start())
            if match:
                yield number, match.end()


_ENGINES: dict[str, Callable[[Sequence[str]], Engine]] = {
    "hyperscan": _Hyperscan,
    "re2": _Re2,
    "re": _Plain,
}


def best_engine() -> str:
    """The quickest engine that is installed."""
    return next((name for name in ("hyperscan", "re2") if find_spec(name)), "re")


def engine_for(regexes: Sequence[str], name: str | None = None) -> Engine:
    """An engine over regexes that are numbered by their place in the list."""
    return _ENGINES[name or best_engine()](regexes)
