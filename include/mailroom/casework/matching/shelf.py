"""Many arrays of numbers laid end to end as one.

Numba takes a third of a microsecond for each array that it is given, and a pack has thirty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from mailroom.casework.matching.native import Ints, native


def shelved(arrays: Iterable[Sequence[int] | Ints]) -> Ints:
    """The arrays by number, 0 the first: `taken` has them again."""
    every = [np.asarray(one, np.int32).ravel() for one in arrays]
    starts = np.cumsum([len(every) + 1, *map(len, every)], dtype=np.int32)
    return np.concatenate([starts, *every])


@native
def taken(shelf: Ints, number: int) -> Ints:
    """One array of a shelf."""
    return shelf[shelf[number] : shelf[number + 1]]


def table(rows: Iterable[Sequence[int]]) -> tuple[Ints, Ints]:
    """Rows of numbers as two arrays: those of row n are items[starts[n] : starts[n + 1]]."""
    every = [np.asarray(row, np.int32) for row in rows]
    starts = np.cumsum([0, *map(len, every)], dtype=np.int32)
    return starts, np.concatenate([np.empty(0, np.int32), *every])
