"""What is known of an item besides its words, as numbers."""

from __future__ import annotations

import numpy as np

from mailroom.casework.matching.kernel import Layout
from mailroom.casework.matching.native import Ints, native
from mailroom.casework.matching.program import place_of
from mailroom.casework.matching.reader import QUOTED, FoldedText
from mailroom.records.finding import OWN_PARTS

SEVERAL, HEARS_QUOTED, HAS_QUOTED, IS_KNOWN, IS_NOBODY, _PARTS = range(6)
"""Facts by number: whether it is about several paying parents (`UNTOLD` where nobody looked);
whether quoted words count, and whether there are any; whether somebody known writes or telephones;
whether nobody known writes at all. The parts follow: starts, lengths, places, whether they are the
writer's own."""
UNTOLD = -1


def facts_of(
    folded: FoldedText,
    *,
    hears_quoted: bool = False,
    is_known: bool = False,
    is_nobody: bool = True,
) -> Ints:
    """The facts of an item as an array."""
    names = folded.names
    own = [name in OWN_PARTS for name in names]
    told = [UNTOLD, hears_quoted, QUOTED in names, is_known, is_nobody]
    parts = [*folded.starts, *folded.lengths, *map(place_of, names), *own]
    return np.array(told + parts, np.int32)


@native
def layout_of(facts: Ints) -> Layout:
    """Where the parts stand."""
    parts = (len(facts) - _PARTS) // 4
    places = _PARTS + 2 * parts
    return Layout(
        facts[_PARTS : _PARTS + parts],
        facts[_PARTS + parts : places],
        facts[places : places + parts],
    )


@native
def own_parts(facts: Ints) -> Ints:
    """For each part whether the writer wrote it for us."""
    return facts[len(facts) - (len(facts) - _PARTS) // 4 :]
