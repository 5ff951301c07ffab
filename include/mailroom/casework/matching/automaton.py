"""All atoms of a pack against one text: hyperscan, else re2, else plain `re`.

Engines only say which atoms stand somewhere and where they end; the evidence is always found by
`re` in the window before that end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from typing import Any, Protocol

from mailroom.casework.matching.compiled import hyperscan_database
from mailroom.casework.matching.patterns import Atom
from mailroom.settings import from_environment

Passage = tuple[int, int]


class Engine(Protocol):
    """Finds atoms by number."""

    def hits(self, folded: str) -> Iterator[tuple[int, int | None]]:
        """Each hit in a folded text: (atom, end), or (atom, None) for somewhere."""
        ...


class Automaton:
    """Where each of the atoms stands in a text."""

    def __init__(self, atoms: Sequence[Atom], engine: str | None = None) -> None:
        self._atoms = atoms
        self._compiled: dict[int, re.Pattern[str]] = {}
        self._engine: Engine = _ENGINES[engine or best_engine()](atoms)

    def passages(self, folded: str) -> dict[Atom, list[Passage]]:
        """The atoms found, each with its passages [start, end) in the order of the text."""
        found: dict[int, list[Passage]] = {}
        for number, end in self._engine.hits(folded):
            places = (
                self._everywhere(number, folded)
                if end is None
                else self._ending_at(number, folded, end)
            )
            found.setdefault(number, []).extend(places)
        return {self._atoms[number]: places for number, places in found.items()}

    def _everywhere(self, number: int, folded: str) -> list[Passage]:
        pattern = re.compile(self._atoms[number].regex, re.IGNORECASE | re.ASCII)
        ends = [match.end() for match in pattern.finditer(folded)]
        return [place for end in ends for place in self._ending_at(number, folded, end)]

    def _ending_at(self, number: int, folded: str, end: int) -> list[Passage]:
        """The shortest passage that ends there; `\\Z` holds at the end given to search."""
        pattern = self._regex(number)
        at = max(0, end - self._atoms[number].width)
        found: list[Passage] = []
        while match := pattern.search(folded, at, end):
            found = [match.span()]
            at = match.start() + 1
        return found

    def _regex(self, number: int) -> re.Pattern[str]:
        if number not in self._compiled:
            regex = self._atoms[number].regex + r"\Z"
            self._compiled[number] = re.compile(regex, re.IGNORECASE | re.ASCII)
        return self._compiled[number]


class _Hyperscan:
    def __init__(self, atoms: Sequence[Atom]) -> None:
        self._database = hyperscan_database(atoms, from_environment().var / "automata")

    def hits(self, folded: str) -> Iterator[tuple[int, int | None]]:
        found: dict[tuple[int, int], None] = {}

        def keep(number: int, _from: int, end: int, _flags: int, _context: Any) -> None:
            found[number, end] = None

        self._database.scan(folded.encode("ascii"), match_event_handler=keep)
        yield from found


class _Re2:
    def __init__(self, atoms: Sequence[Atom]) -> None:
        import re2  # type: ignore[import-untyped]

        options = re2.Options()
        options.case_sensitive = False
        options.max_mem = 256 << 20
        self._set = re2.Set.SearchSet(options)
        for atom in atoms:
            self._set.Add(atom.regex)
        self._set.Compile()

    def hits(self, folded: str) -> Iterator[tuple[int, int | None]]:
        for number in sorted(self._set.Match(folded) or ()):
            yield number, None


class _Plain:
    def __init__(self, atoms: Sequence[Atom]) -> None:
        self._compiled = [re.compile(one.regex, re.IGNORECASE | re.ASCII) for one in atoms]

    def hits(self, folded: str) -> Iterator[tuple[int, int | None]]:
        for number, pattern in enumerate(self._compiled):
            if pattern.search(folded):
                yield number, None


_ENGINES: dict[str, Callable[[Sequence[Atom]], Engine]] = {
    "hyperscan": _Hyperscan,
    "re2": _Re2,
    "re": _Plain,
}


def best_engine() -> str:
    """The quickest engine that is installed."""
    return next((name for name in ("hyperscan", "re2") if find_spec(name)), "re")
