"""One verb: tidy an address as somebody typed it, and say what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from mailroom.addresses.lines import clean_lines
from mailroom.addresses.own import is_same_place
from mailroom.addresses.record import Jurisdiction, PostalAddress, Problem
from mailroom.addresses.uk import read_uk
from mailroom.addresses.us import read_us

__all__ = ["Jurisdiction", "PostalAddress", "Problem", "tidy"]


def tidy(
    text: str,
    jurisdiction: Jurisdiction,
    *,
    international_allowed: bool,
    own_addresses: Sequence[str] = (),
) -> PostalAddress:
    """Tidy an address whose lines are divided by line breaks.

    `jurisdiction` is whose post carries the letter: UK by GOV.UK Notify's rules, UT by USPS
    Publication 28. `own_addresses` are the agency's, typed the same way. Never raises: what is
    wrong is in `problems`. Tidying a tidied address changes none of its lines.
    """
    address = _read(text, jurisdiction)
    own = (_read_once(one, jurisdiction) for one in own_addresses)
    is_own = any(
        is_same_place(jurisdiction, address.lines, address.postcode, one.lines, one.postcode)
        for one in own
    )
    return replace(address, international_allowed=international_allowed, is_own=is_own)


def _read(text: str, jurisdiction: Jurisdiction) -> PostalAddress:
    lines = clean_lines(text)
    if jurisdiction == "UK":
        uk = read_uk(lines)
        return PostalAddress(
            jurisdiction,
            uk.lines,
            uk.postcode,
            uk.country,
            international=uk.international,
            bfpo_number=uk.bfpo_number,
        )
    us = read_us(lines)
    return PostalAddress(
        jurisdiction, us.lines, us.postcode, us.country, international=us.international
    )


# An agency has a handful of addresses, and every letter is compared with all of them.
_read_once = lru_cache(maxsize=64)(_read)
