"""A tidied address, and what is wrong with it, said in small predicates."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Jurisdiction = Literal["UK", "UT"]

MIN_LINES = 3
MAX_LINES = 7
NOT_AT_START = tuple('@()=[]"\\/,<>~')
"""Signs that printers of letters read as markup when a line begins with one."""

_NO_FIXED_ABODE = re.compile(r"\bno[ -]fixed[ -](?:abode|address)\b", re.IGNORECASE)


class Problem(StrEnum):
    """Why an address cannot be used as it stands."""

    TOO_FEW_LINES = "too_few_lines"
    TOO_MANY_LINES = "too_many_lines"
    NO_POSTCODE_OR_COUNTRY = "no_postcode_or_country"
    INTERNATIONAL_NOT_ALLOWED = "international_not_allowed"
    INVALID_CHARACTERS = "invalid_characters"
    NO_FIXED_ABODE = "no_fixed_abode"
    LINE_WITHOUT_LETTERS_OR_DIGITS = "line_without_letters_or_digits"
    BFPO_WITH_COUNTRY = "bfpo_with_country"
    OWN_ADDRESS = "own_address"


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """`lines` are as printed. `postcode` is a real UK postcode, ZIP or ZIP+4, or None.

    `country` is the English name of the country the address says, or None where it says none.
    `international` is true when the letter leaves the agency's own post: the Crown dependencies
    are inland post of the UK, the territories and APO/FPO/DPO of the US.
    """

    jurisdiction: Jurisdiction
    lines: tuple[str, ...]
    postcode: str | None
    country: str | None
    international: bool = False
    international_allowed: bool = True
    bfpo_number: int | None = None
    is_own: bool = False

    @property
    def normalised(self) -> str:
        """The lines, one below the other."""
        return "\n".join(self.lines)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that apply, in the order of `Problem`."""
        return tuple(problem for problem, applies in _RULES.items() if applies(self))

    @property
    def valid(self) -> bool:
        """True when nothing speaks against printing this address on a letter to somebody."""
        return not self.problems

    @property
    def is_bfpo(self) -> bool:
        """British Forces Post Office: delivered by its number, whatever the country."""
        return self.bfpo_number is not None

    @property
    def has_enough_lines(self) -> bool:
        """Royal Mail wants at least three; the US sets no number."""
        return self.jurisdiction == "UT" or len(self.lines) >= MIN_LINES

    @property
    def has_too_many_lines(self) -> bool:
        """Seven fit the window of a UK envelope; the US sets no number."""
        return self.jurisdiction == "UK" and len(self.lines) > MAX_LINES

    @property
    def has_postcode_or_country(self) -> bool:
        """The last line tells where in the world it goes."""
        return self.postcode is not None or self.international or self.is_bfpo

    @property
    def needs_leave_to_go_abroad(self) -> bool:
        """It goes abroad and this agency's letter may not."""
        return self.international and not self.is_bfpo and not self.international_allowed

    @property
    def has_invalid_characters(self) -> bool:
        """A line begins with a sign that is not printed in addresses."""
        return any(line.startswith(NOT_AT_START) for line in self.lines)

    @property
    def has_no_fixed_abode(self) -> bool:
        """No letter reaches somebody without an abode."""
        alone = any(line.replace(".", "").casefold() == "nfa" for line in self.lines)
        return alone or any(_NO_FIXED_ABODE.search(line) for line in self.lines)

    @property
    def has_line_without_letters_or_digits(self) -> bool:
        """Line 1 or 2 is signs alone."""
        return not all(any(sign.isalnum() for sign in line) for line in self.lines[:2])

    @property
    def has_country_beside_bfpo(self) -> bool:
        """The forces' post finds the country by its number; naming one misroutes the letter."""
        return self.is_bfpo and self.international


_RULES: dict[Problem, Callable[[PostalAddress], bool]] = {
    Problem.TOO_FEW_LINES: lambda address: not address.has_enough_lines,
    Problem.TOO_MANY_LINES: lambda address: address.has_too_many_lines,
    Problem.NO_POSTCODE_OR_COUNTRY: lambda address: not address.has_postcode_or_country,
    Problem.INTERNATIONAL_NOT_ALLOWED: lambda address: address.needs_leave_to_go_abroad,
    Problem.INVALID_CHARACTERS: lambda address: address.has_invalid_characters,
    Problem.NO_FIXED_ABODE: lambda address: address.has_no_fixed_abode,
    Problem.LINE_WITHOUT_LETTERS_OR_DIGITS: lambda a: a.has_line_without_letters_or_digits,
    Problem.BFPO_WITH_COUNTRY: lambda address: address.has_country_beside_bfpo,
    Problem.OWN_ADDRESS: lambda address: address.is_own,
}
