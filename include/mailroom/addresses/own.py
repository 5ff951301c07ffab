"""The agency's own addresses: they stand on every letter it gets back, and are never the sender's.

An own address is recognised by its postcode or ZIP together with one more of its lines, the town
aside: a reply may leave out the department, and a neighbour may share the town.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailroom.addresses.record import Jurisdiction

_MARKS = re.compile(r"[^\w]+")
# In the UK the town stands above the postcode, in the US beside the ZIP.
_LINES_OF_TOWN: dict[Jurisdiction, int] = {"UK": 2, "UT": 1}


def is_same_place(
    jurisdiction: Jurisdiction,
    lines: Iterable[str],
    postcode: str | None,
    own_lines: Iterable[str],
    own_postcode: str | None,
) -> bool:
    """Whether tidied lines lead to an own address, tidied the same way."""
    own = _pieces(own_lines)
    telling = own[: -_LINES_OF_TOWN[jurisdiction]] or own[:-1]
    return _codes_agree(postcode, own_postcode) and not set(telling).isdisjoint(_pieces(lines))


def _codes_agree(given: str | None, own: str | None) -> bool:
    if not given or not own:
        return False
    # A ZIP without its four further digits does not speak against one that has them.
    return given == own or given == own.partition("-")[0] or own == given.partition("-")[0]


def _pieces(lines: Iterable[str]) -> list[str]:
    pieces = (piece for line in lines for piece in line.split(","))
    return [key for piece in pieces if (key := _MARKS.sub(" ", piece).strip().casefold())]
