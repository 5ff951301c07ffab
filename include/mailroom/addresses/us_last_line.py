"""The last line of a US address: CITY ST ZIP+4, without commas (Publication 28, 22)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailroom.addresses.us_tables import STATE_CODES, STATES, UNITS

_ZIP = re.compile(r"(?:^|[\s,])(?P<five>\d{5})(?:\s?-\s?(?P<four>\d{4})|\s?(?P<plain>\d{4}))?$")
# Five digits after one of these number a box, a road or a unit. FL is Florida here, not a floor.
_NOT_BEFORE_ZIP = (
    frozenset({"BOX", "#", "NO", "HIGHWAY", "HWY", "ROUTE", "RTE", "RT", "PSC", "CMR", *UNITS})
    - STATE_CODES
)
_LONGEST_STATE = max(len(name.split()) for name in STATES)
# No ZIP begins 000 to 004.
_FIRST_REAL = "005"


@dataclass(frozen=True, slots=True)
class LastLine:
    """A line in its parts. `before` is what stood before the city on the same line."""

    before: tuple[str, ...]
    city: str
    state: str | None
    zip: str | None

    @property
    def is_last_line(self) -> bool:
        """A state or a ZIP was found."""
        return self.state is not None or self.zip is not None

    @property
    def words(self) -> str:
        """As printed."""
        return " ".join(part for part in (self.city, self.state, self.zip) if part)


def read_last_line(line: str) -> LastLine:
    """Take a line in capitals, commas still in it, apart."""
    rest, code = _zip_apart(line)
    rest, state = _state_apart(rest, bool(code))
    *before, city = [piece.strip() for piece in rest.split(",")]
    if not state and not code:
        return LastLine((), line, None, None)
    return LastLine(tuple(piece for piece in before if piece), city, state, code)


def _zip_apart(line: str) -> tuple[str, str | None]:
    found = _ZIP.search(line)
    if found is None:
        return line, None
    before = line[: found.start()].rstrip(" ,")
    words = before.replace(",", " ").split()
    if (words and words[-1] in _NOT_BEFORE_ZIP) or found["five"][:3] < _FIRST_REAL:
        return line, None
    four = found["four"] or found["plain"]
    return before, f"{found['five']}-{four}" if four else found["five"]


def _state_apart(line: str, has_zip: bool) -> tuple[str, str | None]:
    words = line.split()
    for count in range(min(_LONGEST_STATE, len(words)), 0, -1):
        name = " ".join(words[-count:])
        code = name if name in STATE_CODES else STATES.get(name)
        before = " ".join(words[:-count])
        if code and _is_state_here(before, name, has_zip):
            return before.rstrip(" ,"), code
    return line, None


def _is_state_here(before: str, name: str, has_zip: bool) -> bool:
    """Without a ZIP only a comma, or a code after a town, tells a state from a street's name."""
    if has_zip or not before or before.endswith(","):
        return True
    return name in STATE_CODES and not any(sign.isdigit() for sign in before)
