"""A book of conditions as arrays: what the kernel runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mailroom.casework.matching.native import Ints
from mailroom.casework.matching.speech import MOODS
from mailroom.policy.conditions import Condition

EVEN_IF_DENIED, EVEN_IF_SUPPOSED = 8, 16
_PLACES = {"subject": 32, "new": 64, "quoted": 128, "attachment": 256, "attachment_name": 512}
QUOTED = _PLACES["quoted"]


class Table(NamedTuple):
    """Numbers for each of several rows: those of row n are items[starts[n] : starts[n + 1]]."""

    starts: Ints
    items: Ints


class Program(NamedTuple):
    """Literals, parts, signs and conditions by number, and what follows from what.

    `classes[literal]` and `moods[literal]` are what a literal says of its last word and of its
    sentence. A literal may be `parts`, and fulfil conditions; so may a sign, whose rows in `parts`
    and `fulfilled` come after those of all literals. A part stands in signs; a sign has its parts
    in order, each with the words at most to the next (`gaps`); what it is part of has a higher
    number. `asked[condition]` is moods, what it overlooks, and places, by bits.
    """

    classes: NDArray[np.int64]
    moods: Ints
    parts: Table
    fulfilled: Table
    signs_of_part: Table
    parts_of_sign: Table
    gaps: Ints
    ordered: Ints
    asked: Ints


def table(rows: Iterable[Sequence[int]]) -> Table:
    """Rows of numbers as one array."""
    every = [np.asarray(row, np.int32) for row in rows]
    starts = np.cumsum([0, *map(len, every)], dtype=np.int32)
    return Table(starts, np.concatenate([np.empty(0, np.int32), *every]))


def asked_by(condition: Condition) -> int:
    """What a condition asks of a passage, by bits."""
    moods = sum(MOODS[mood] for mood in condition.mood or MOODS)
    places = condition.where or [name for name in _PLACES if name != "attachment_name"]
    overlooked = EVEN_IF_DENIED * ("denied" in condition.even_if)
    overlooked += EVEN_IF_SUPPOSED * ("supposed" in condition.even_if)
    return moods + overlooked + sum(_PLACES[place] for place in {*places})


def place_of(part: str) -> int:
    """The bit of a part of an item; unknown parts are like attachments' names."""
    name = part.partition(":")[0]
    return _PLACES.get("new" if name == "text" else name, _PLACES["attachment_name"])
