"""Where shapes stand in one text, from the passages of their atoms and the words between them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import permutations

from mailroom.casework.matching.automaton import Passage
from mailroom.casework.matching.patterns import AnyOf, Atom, Chain, Shape

_WORD = re.compile(r"\w+", re.ASCII)
_MOST = 200  # passages of one shape: enough evidence, and a bound for a text of one word repeated


Holders = dict[Atom, set[int]]
"""The ids of the shapes an atom stands in. Shapes live as long as their classifier does; hashing
big ones would be slow."""


class Finder:
    """Finds shapes in one folded text; `atoms` are the passages of the atoms that stand in it.

    `present` are the ids of the shapes of which an atom was found: no other can stand there.
    """

    def __init__(
        self, folded: str, atoms: Mapping[Atom, Sequence[Passage]], holders: Holders
    ) -> None:
        self._starts = [word.start() for word in _WORD.finditer(folded)]
        self._known: dict[int, Sequence[Passage]] = {id(atom): at for atom, at in atoms.items()}
        self.present = set(self._known).union(*(holders[atom] for atom in atoms))

    def passages(self, shape: Shape) -> Sequence[Passage]:
        """Where the shape stands, in the order of the text."""
        key = id(shape)
        known = self._known.get(key)
        if known is not None:
            return known
        if key not in self.present or isinstance(shape, Atom):
            return ()
        found = self._any_of(shape) if isinstance(shape, AnyOf) else self._chain(shape)
        self._known[key] = made = sorted(set(found))[:_MOST]
        return made

    def _any_of(self, shape: AnyOf) -> Iterable[Passage]:
        return (passage for one in shape.shapes for passage in self.passages(one))

    def _chain(self, shape: Chain) -> Iterable[Passage]:
        links = [self.passages(one) for one in shape.shapes]
        if not all(links):
            return ()
        orders = [tuple(links)] if shape.ordered else permutations(links)
        return (passage for order in orders for passage in self._in_order(order, shape.gaps))

    def _in_order(
        self, links: Sequence[Sequence[Passage]], gaps: Sequence[int]
    ) -> Iterable[Passage]:
        chained: Iterable[Passage] = links[0]
        for link, gap in zip(links[1:], gaps, strict=True):
            chained = [
                (start, end)
                for start, before in list(chained)[:_MOST]
                for after, end in link[:_MOST]
                if after >= before and self._words_between(before, after) <= gap
            ]
        return chained

    def _words_between(self, before: int, after: int) -> int:
        return bisect_left(self._starts, after) - bisect_left(self._starts, before)
