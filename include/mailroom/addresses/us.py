"""Addresses for the United States Postal Service, by Publication 28.

Capitals, no commas, standard abbreviations; the unit on the delivery line; CITY ST ZIP last; no
country but a foreign one; APO, FPO and DPO are domestic mail wherever they lie.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailroom.addresses import us_street
from mailroom.addresses.international import UNITED_KINGDOM, UNITED_STATES, country_named
from mailroom.addresses.postcodes import printed
from mailroom.addresses.us_last_line import read_last_line
from mailroom.addresses.us_tables import STATE_CODES, STATES

_STOPS = re.compile(r"\.(?!\d)|(?<!\d)\.|(?<=\w)[;:]+")
_HASH = re.compile(r"\s*#\s*")
_MILITARY = re.compile(r"(?:APO|FPO|DPO) A[AEP](?: \d{5}(?:-\d{4})?)?")

# What USPS serves as domestic mail under a state's code.
_TERRITORIES = frozenset(
    {"American Samoa", "Guam", "Marshall Islands", "Micronesia", "Northern Mariana Islands"}
    | {"Palau", "Puerto Rico", "United States Virgin Islands"}
)


@dataclass(frozen=True, slots=True)
class UsReading:
    """What the lines say by US rules; `lines` are as printed."""

    lines: tuple[str, ...]
    postcode: str | None
    country: str | None
    international: bool


def read_us(lines: tuple[str, ...]) -> UsReading:
    """Read clean lines by US rules."""
    said, rest = _country_apart(lines)
    if said is None or said == UNITED_STATES:
        return _domestic(rest, said)
    military = _domestic(rest, None)
    if military.lines and _MILITARY.fullmatch(military.lines[-1]):
        return military
    foreign = (*(line.upper() for line in rest), _abroad(said))
    british = printed(rest[-1]) if rest and said == UNITED_KINGDOM else None
    return UsReading(foreign, british, said, True)


def _country_apart(lines: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    said: str | None = None
    while lines and (name := _country(lines[-1])) is not None:
        lines, said = lines[:-1], name
        if name != UNITED_STATES:
            break
    return said, lines


def _country(line: str) -> str | None:
    """A country, unless it is ours: `GEORGIA`, `DE`, `PUERTO RICO` are states, `PH` a unit."""
    place = _capitals(line)
    if place in STATES or place in STATE_CODES or us_street.is_unit(place):
        return None
    name = country_named(line)
    return None if name in _TERRITORIES else name


def _abroad(country: str) -> str:
    """The country's line; the one that shares its name with a state says which it is."""
    return f"REPUBLIC OF {country}".upper() if country.upper() in STATES else country.upper()


def _domestic(lines: tuple[str, ...], country: str | None) -> UsReading:
    rows = _last_line_whole([_capitals(line) for line in lines])
    if not rows:
        return UsReading((), None, country, False)
    last = read_last_line(rows[-1])
    if not last.is_last_line:
        return UsReading(_delivery([_plain(row) for row in rows]), None, country, False)
    above = _delivery([_plain(row) for row in (*rows[:-1], *last.before)])
    return UsReading((*above, _plain(last.words)), last.zip, country, False)


def _capitals(line: str) -> str:
    upper = _HASH.sub(" # ", _STOPS.sub("", line.upper()))
    return " ".join(upper.replace(" ,", ",").split())


def _plain(row: str) -> str:
    """Without commas, but for one that begins the line: that is a fault to show."""
    first = "," if row.startswith(",") else ""
    return first + " ".join(row.replace(",", " ").split())


def _last_line_whole(rows: list[str]) -> list[str]:
    """Put a state or ZIP that stands on a line of its own beside its town."""
    while len(rows) > 1 and _is_loose(rows[-1]) and _is_town(rows[-2]):
        rows = [*rows[:-2], f"{rows[-2]}, {rows[-1]}"]
    return rows


def _is_loose(row: str) -> bool:
    last = read_last_line(row)
    return last.is_last_line and not last.city and not last.before


def _is_town(row: str) -> bool:
    return not any(sign.isdigit() for sign in row) and not us_street.is_unit(_plain(row))


def _delivery(rows: list[str]) -> tuple[str, ...]:
    """Standard lines, with a unit on a line of its own moved to the street beside it."""
    placed: list[str] = []
    for row in filter(None, rows):
        placed = _placed(placed, row)
    return tuple(_standard(row) for row in placed)


def _placed(above: list[str], row: str) -> list[str]:
    if not above:
        return [row]
    *higher, last = above
    if us_street.is_box_of(last, row):
        return [*higher, f"{last} {row}"]
    if us_street.is_unit(row) and (us_street.is_unit(last) or us_street.is_delivery_line(last)):
        return [*higher, f"{last} {row}"]
    if us_street.is_unit(last) and us_street.is_delivery_line(row):
        return [*higher, f"{row} {last}"]
    return [*above, row]


def _standard(row: str) -> str:
    return us_street.unit_line(row) if us_street.is_unit(row) else us_street.delivery_line(row)
