"""Addresses for Royal Mail, by the rules GOV.UK Notify prints letters by.

The postcode is the last line, in capitals; no country for the United Kingdom; the English name of
a foreign one; for the forces the postcode and then `BFPO n` come last, never a country.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailroom.addresses import postcodes
from mailroom.addresses.international import UNITED_KINGDOM, country_named, is_inland_for_uk

_BFPO = re.compile(r"bfpo\s*(?:c/o)?\s*(?P<number>\d+)?", re.IGNORECASE)
_COUNTRY_AFTER_POSTCODE = re.compile(
    r"(?P<place>.*\d[A-Za-z]{2})[,\s]+"
    r"(?P<country>u\.?k\.?|gb|united kingdom|great britain|england|scotland|wales|"
    r"northern ireland)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class UkReading:
    """What the lines say by UK rules; `lines` are as printed."""

    lines: tuple[str, ...]
    postcode: str | None
    country: str | None
    international: bool
    bfpo_number: int | None


def read_uk(lines: tuple[str, ...]) -> UkReading:
    """Read clean lines by UK rules."""
    number, rest = _without_bfpo(lines)
    said, rest = _without_inland_countries(_country_apart(rest))
    foreign = country_named(rest[-1]) if rest else None
    if foreign is not None:
        last = (_bfpo_line(number), foreign) if number is not None else (foreign,)
        return UkReading((*rest[:-1], *last), None, foreign, True, number)
    place, postcode = _postcode_last(rest)
    tail = () if number is None else (_bfpo_line(number),)
    return UkReading((*place, *tail), postcode, said, False, number)


def _bfpo_line(number: int) -> str:
    return f"BFPO {number}"


def _without_bfpo(lines: tuple[str, ...]) -> tuple[int | None, tuple[str, ...]]:
    found = {line: match for line in lines if (match := _BFPO.fullmatch(line))}
    numbers = {int(match["number"]) for match in found.values() if match["number"]}
    if len(numbers) != 1:
        return None, lines  # of two numbers one is wrong, and nobody here knows which
    return numbers.pop(), tuple(line for line in lines if line not in found)


def _country_apart(lines: tuple[str, ...]) -> tuple[str, ...]:
    found = _COUNTRY_AFTER_POSTCODE.fullmatch(lines[-1]) if lines else None
    if found is None or postcodes.printed(postcodes.apart(found["place"])[-1]) is None:
        return lines
    return (*lines[:-1], found["place"], found["country"])


def _without_inland_countries(lines: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    said: str | None = None
    while lines and is_inland_for_uk(name := country_named(lines[-1])):
        # An island says more than the kingdom that may stand below it.
        said = name if said in (None, UNITED_KINGDOM) else said
        lines = lines[:-1]
    return said, lines


def _postcode_last(lines: tuple[str, ...]) -> tuple[tuple[str, ...], str | None]:
    if not lines:
        return (), None
    *place, last = (*lines[:-1], *postcodes.apart(lines[-1]))
    postcode = postcodes.printed(last)
    return (*place, postcode or last), postcode
