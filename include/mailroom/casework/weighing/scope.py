"""Whose business an item is, and about how many paying parents."""

from __future__ import annotations

from mailroom.casework.matching.native import Bytes, Ints, native
from mailroom.casework.matching.shelf import taken
from mailroom.casework.weighing import facts as fact
from mailroom.casework.weighing import looked_for as wanted
from mailroom.casework.weighing.holding import FOUND, HEARD, HOLDS, any_is, asks_how_many

(
    ASKS_HOW_MANY, STRANGER, FOREIGN, ELSEWHERE, UNSOLICITED, THANKS, OURS, TIED,
) = (1 << n for n in range(8))  # fmt: skip
"""What is told of an item by bits: it must be known how many paying parents it is about, and all
else that is told may be wrong; a stranger's with no word of the agency's business; about another
body's business alone; that, or advertising by nobody known; advertising; thanks; with words of the
agency's business; some of the types seen rest on the same words."""
_ZERO, _NINE = ord("0"), ord("9")


@native
def several_in(
    shelf: Ints, looked_for: Ints, facts: Ints, letters: Bytes, bits: Bytes
) -> tuple[int, bool]:
    """How far it is about several paying parents, and whether somebody has to look at its numbers
    to know."""
    if any_is(bits, taken(looked_for, wanted.SAY_SEVERAL), HOLDS):
        return 1, False
    several = facts[fact.SEVERAL]
    if several != fact.UNTOLD or not asks_how_many(shelf, bits):
        return several, False
    for sign in letters:
        if _ZERO <= sign <= _NINE:
            return 0, True
    return 0, False


@native
def scope_of(looked_for: Ints, facts: Ints, bits: Bytes) -> int:
    """Whose business it is, by bits."""
    ours = any_is(bits, taken(looked_for, wanted.OURS), FOUND)
    foreign = any_is(bits, taken(looked_for, wanted.ELSEWHERE), HEARD) and not ours
    unsolicited = any_is(bits, taken(looked_for, wanted.UNSOLICITED), HEARD)
    told = OURS if ours else 0
    told |= STRANGER if not ours and not facts[fact.IS_KNOWN] else 0
    told |= FOREIGN if foreign else 0
    told |= UNSOLICITED if unsolicited else 0
    told |= ELSEWHERE if foreign or (unsolicited and facts[fact.IS_NOBODY]) else 0
    told |= THANKS if any_is(bits, taken(looked_for, wanted.THANKS), HOLDS) else 0
    return told
