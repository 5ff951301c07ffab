"""The delivery line of a US address (Publication 28, 213 and 23 to 28)."""

from __future__ import annotations

import re

from mailroom.addresses.us_tables import DIRECTIONS, LOCAL_NAMES, SUFFIXES, UNITS, UNITS_ALONE

_NUMBER = re.compile(r"\d[\dA-Z]*(?:[-./]\d?[\dA-Z]*)*|[NSEW]\d+[NSEW]?\d*")
_FRACTION = re.compile(r"\d/\d")
_ORDINAL = re.compile(r"(\d+)(?:ST|ND|RD|TH)")
_UNIT_ID = re.compile(r"(?=.*\d)[\w/-]+|[A-Z]{1,2}")

_BOXES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"(?:P ?O ?(?:BOX|DRAWER|BX)|POB|POST OFFICE BOX|(?:FIRM )?CALLER|LOCKBOX|BOX)"
            r"(?: NO)? ?#? ?([A-Z]{0,2}\d[\w-]*|[A-Z])"
        ),
        r"PO BOX \1",
    ),
    (
        re.compile(
            r"(?:R ?R|R ?F ?D|RD|RURAL (?:ROUTE|RTE?|DELIVERY))(?: ROUTE)?(?: NO)? ?#? ?0*(\d+)"
            r" (?:BOX|#) ?#? ?([\w-]+)"
        ),
        r"RR \1 BOX \2",
    ),
    (
        re.compile(
            r"(?:H ?C ?R?|HIGHWAY CONTRACT(?: ROUTE)?|STAR (?:ROUTE|RTE?))(?: NO)? ?#? ?0*(\d+)"
            r" (?:BOX|#) ?#? ?([\w-]+)"
        ),
        r"HC \1 BOX \2",
    ),
    (re.compile(r"(PSC|CMR|UNIT|UMR|OMC) (\w+) BOX #? ?(\w+)"), r"\1 \2 BOX \3"),
    (re.compile(r"GEN(?:ERAL)? DEL(?:IVERY)?"), "GENERAL DELIVERY"),
)
# Roads known by number keep their kind in full (Publication 28, 237 and appendix F).
_ROADS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bU ?S(?: (?:HIGHWAY|HWY|HIWAY|ROUTE|RTE?))? (?=\d)"), "US HIGHWAY "),
    (re.compile(r"\b(?:INTERSTATE|IH?)(?: (?:HIGHWAY|HWY))?[ -]?(?=\d+\b)"), "INTERSTATE "),
    (re.compile(r"\b(?:STATE|ST) (?:HIGHWAY|HWY) (?=\d)"), "STATE HIGHWAY "),
    (re.compile(r"\b(?:(?:STATE|ST) (?:ROUTE|RTE?)|SR) (?=\d)"), "STATE ROUTE "),
    (re.compile(r"\bSTATE (?:ROAD|RD) (?=\d)"), "STATE ROAD "),
    (re.compile(r"\b(?:COUNTY|CNTY|CO) (?:HIGHWAY|HWY) (?=\d)"), "COUNTY HIGHWAY "),
    (re.compile(r"\b(?:(?:COUNTY|CNTY|CO) (?:ROAD|RD)|CR) (?=\d)"), "COUNTY ROAD "),
    (re.compile(r"\b(?:FARM TO MARKET)(?: (?:ROAD|RD))? (?=\d)"), "FM "),
    (re.compile(r"\b(?:HIGHWAY|HWY|HIWAY) (?=\d)"), "HIGHWAY "),
    (re.compile(r"\b(?:ROUTE|RTE|RT) (?=\d)"), "ROUTE "),
)


def is_delivery_line(line: str) -> bool:
    """A house number with something after it, or a box, route, unit of the forces."""
    words = line.split()
    return box(line) is not None or (len(words) > 1 and bool(_NUMBER.fullmatch(words[0])))


def is_unit(line: str) -> bool:
    """Nothing but a secondary unit: `APT 4`, `# 4`, `5TH FLOOR`."""
    words = line.split()
    return bool(words) and not _units_apart(words, 0)[0]


def box(line: str) -> str | None:
    """The standard form of a box, route or general delivery; None for a street."""
    for pattern, form in _BOXES:
        if found := pattern.fullmatch(line):
            return found.expand(form)
    return None


def is_box_of(route: str, line: str) -> bool:
    """`BOX 18` below `RR 2` or `PSC 3` is a box on that route, and not one of the post office."""
    whole = box(f"{route} {line}")
    return line.startswith("BOX ") and whole is not None and not whole.startswith("PO BOX")


def delivery_line(line: str) -> str:
    """The standard form of a delivery line, capitals and no commas given."""
    if (boxed := box(line)) is not None:
        return boxed
    if not is_delivery_line(line):
        return line
    words, units = _units_apart(line.split(), 2)
    numbers = 2 if len(words) > 2 and _FRACTION.fullmatch(words[1]) else 1
    street = _street(_road(" ".join(words[numbers:])).split())
    return " ".join([*words[:numbers], *street, *units])


def unit_line(line: str) -> str:
    """The standard form of one or more units."""
    words, units = _units_apart(line.split(), 0)
    return " ".join([*words, *units])


def _units_apart(words: list[str], least: int) -> tuple[list[str], list[str]]:
    """The street's words and the unit's, standard; at least so many words stay the street's."""
    units: list[str] = []
    while (found := _last_unit(words, least)) is not None:
        taken, unit = found
        words, units = words[:-taken], [*unit, *units]
    return words, units


def _last_unit(words: list[str], least: int) -> tuple[int, list[str]] | None:
    room = len(words) - least
    if room >= 2 and (unit := _floor_said_first(words) or _designated(words)) is not None:
        # `UNIT # 7`: the sign says nothing where a designator stands.
        taken = 3 if words[-2] == "#" and unit[0] != "#" else 2
        return (taken, unit) if room >= taken else None
    if room >= 1 and words[-1] in UNITS_ALONE and (not words[:-1] or words[-2] in SUFFIXES):
        return 1, [UNITS_ALONE[words[-1]]]
    return None


def _floor_said_first(words: list[str]) -> list[str] | None:
    ordinal = _ORDINAL.fullmatch(words[-2])
    return ["FL", ordinal[1]] if ordinal and words[-1] in ("FLOOR", "FL") else None


def _designated(words: list[str]) -> list[str] | None:
    if not _UNIT_ID.fullmatch(words[-1]) or words[-1] in SUFFIXES:
        return None
    if words[-2] == "#":
        named = UNITS.get(words[-3]) if len(words) > 2 else None
        return [named or "#", words[-1]]
    return [UNITS[words[-2]], words[-1]] if words[-2] in UNITS else None


def _road(street: str) -> str:
    for pattern, name in _ROADS:
        changed = pattern.sub(name, street)
        if pattern.search(street):
            return changed
    return street


def _street(words: list[str]) -> list[str]:
    words, after = _direction_after(words)
    words, suffix = _suffix_apart(words)
    before, words = _direction_before(words)
    if suffix and len(words) > 1 and words[-1] in "NSEW":
        words = [*words[:-1], _IN_FULL[words[-1]]]
    return [*before, *words, *suffix, *after]


_IN_FULL = {"N": "NORTH", "S": "SOUTH", "E": "EAST", "W": "WEST"}


def _direction_after(words: list[str]) -> tuple[list[str], list[str]]:
    """A directional after a suffix or a number; elsewhere at the end it is part of the name."""
    for count in (2, 1):
        rest, last = words[:-count], words[-count:]
        direction = _direction(last)
        if direction and rest and _ends_a_street(rest):
            return rest, [direction]
    return words, []


def _ends_a_street(words: list[str]) -> bool:
    return words[-1][0].isdigit() or (len(words) > 1 and words[-1] in SUFFIXES)


def _direction_before(words: list[str]) -> tuple[list[str], list[str]]:
    for count in (2, 1):
        direction, rest = _direction(words[:count]), words[count:]
        local = count == 2 and tuple(words[1:3]) in LOCAL_NAMES
        if direction and rest and not local and tuple(words[:2]) not in LOCAL_NAMES:
            return [direction], rest
    return [], words


def _direction(words: list[str]) -> str | None:
    """One directional, or `NORTH EAST` as one; two that are opposite are none."""
    if len(words) == 1:
        return DIRECTIONS.get(words[0])
    both = "".join(DIRECTIONS.get(word, "?") for word in words)
    return both if both in ("NE", "NW", "SE", "SW") else None


def _suffix_apart(words: list[str]) -> tuple[list[str], list[str]]:
    """The last word, if it is a suffix and leaves a name before it."""
    if len(words) > 1 and words[-1] in SUFFIXES:
        return words[:-1], [SUFFIXES[words[-1]]]
    return words, []
