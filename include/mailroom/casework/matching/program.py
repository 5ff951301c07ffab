"""A book of conditions as arrays: what the kernel runs."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mailroom.casework.matching.native import Ints
from mailroom.casework.matching.speech import MOODS
from mailroom.policy.conditions import Condition, Language

EVEN_IF_DENIED, EVEN_IF_SUPPOSED = 8, 16
_PLACES = {"subject": 32, "new": 64, "quoted": 128, "attachment": 256, "attachment_name": 512}
QUOTED = _PLACES["quoted"]
LANGUAGES: tuple[Language, ...] = ("en", "cy", "es")

(
    REPORTS_AT, REPORTS,
    PARTS_AT, PARTS, PART_COUNT, FOLLOWS_AT, FOLLOWS,
    MEMBERS_AT, MEMBERS, GAPS, ORDERED, NEEDS_AT, NEEDS,
    ASKED, WEIGHTS, COUNTS, SPOKEN_IN, PARTICULAR, ALWAYS, BY_MOOD,
) = range(20)  # fmt: skip
"""What stands on a program's shelf: of the automaton, of literals and signs, of conditions."""
MOODS_SAID = 40
"""The first of the bits that moods have in `says`: beyond those of all classes of words."""
MILLION = 1_000_000
"""Weights are kept in millionths."""


class Program(NamedTuple):
    """Literals, parts, signs and conditions by number, and what follows from what.

    `steps` are the automaton's; `says[literal]` is what a literal says, by bits: of its last word,
    and, from `MOODS_SAID` on, of its sentence. On the `shelf` stand, of the automaton, what its
    states report. Of literals, and in rows after those of all literals, of signs: what they may be
    `PARTS` of; what `FOLLOWS`, in two rows each, the conditions that they fulfil, and the signs of
    which they are the rarest part. `PART_COUNT` is how many parts there are. Of signs:
    their parts in order, `MEMBERS`, each with the words there may be to the next (`GAPS`); whether
    they are `ORDERED`; what each `NEEDS`, its parts and those of the signs that it may be the
    rarest part of. What a sign is part of has a higher number.

    Of conditions: `ASKED`, moods, what they overlook, and places, by bits; `WEIGHTS`; `COUNTS`, 0
    for any, 1 for one, 2 for several; `SPOKEN_IN`, languages by bits, 0 for any; and the numbers of
    those that are `PARTICULAR`, hold `ALWAYS`, hold `BY_MOOD`.
    """

    steps: NDArray[Any]
    says: NDArray[np.int64]
    shelf: Ints


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
