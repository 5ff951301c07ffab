"""Reference numbers and telephone numbers that belong to nobody.

| number | why it is nobody's |
|---|---|
| UK telephone | the ranges Ofcom keeps for drama |
| US telephone | 555-0100 to 555-0199, kept for fiction |
| NINO | prefix NC, not a person's: administrative, ending in M or F (NIM39110); ours end A to D |
| SSN | areas 800 to 899: not assigned before June 2011, so no adult got one at birth |

The NINO and SSN pass the ordinary checks of form, so that readers treat them as real ones.
"""

from __future__ import annotations

import random
from collections.abc import Callable

UK_DRAMA = ("01632 960", "0113 496 0", "0114 496 0", "0115 496 0", "0116 496 0", "0117 496 0")
UK_DRAMA_MOBILE = "07700 900"
US_AREAS = (
    *("801", "385", "435", "208", "307", "702", "970", "303", "602", "480", "505", "406", "503"),
    *("206", "509", "916", "559", "619", "714", "213", "915", "512", "713", "214", "918", "316"),
    *("402", "605", "701", "612", "515", "816", "314", "312", "317", "502", "615", "404", "305"),
)


class Numbers:
    """Gives numbers, each only once, from one seeded source of chance."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._given: set[str] = set()

    def ern(self) -> str:
        """Employer reference of the CMS: 12 digits beginning 121."""
        return self._new(lambda: "121" + self._digits(9))

    def earn(self) -> str:
        """Employer agent's reference: 8 digits beginning 7."""
        return self._new(lambda: "7" + self._digits(7))

    def trn(self) -> str:
        """The number some employers key in place of their ERN: T and 8 digits; in no register."""
        return self._new(lambda: "T" + self._digits(8))

    def ors_employer(self) -> str:
        """Employer reference of ORS: E and 6 digits."""
        return self._new(lambda: "E" + self._digits(6))

    def cms_case(self) -> str:
        """12 digits beginning 30."""
        return self._new(lambda: "30" + self._digits(10))

    def ors_case(self) -> str:
        """C and 9 digits."""
        return self._new(lambda: "C" + self._digits(9))

    def person(self) -> str:
        """P and 7 digits."""
        return self._new(lambda: "P" + self._digits(7))

    def nino(self) -> str:
        """A national insurance number of nobody."""
        return self._new(lambda: "NC" + self._digits(6) + self._chance.choice("ABCD"))

    def ssn(self) -> str:
        """A social security number of nobody."""
        return self._new(
            lambda: (
                f"8{self._digits(2)}-{self._chance.randint(1, 99):02d}-"
                f"{self._chance.randint(1, 9999):04d}"
            )
        )

    def uk_telephone(self) -> str:
        """A landline of the drama ranges."""
        return self._new(lambda: self._chance.choice(UK_DRAMA) + self._digits(3))

    def uk_mobile(self) -> str:
        """A mobile number of the drama range."""
        return self._new(lambda: UK_DRAMA_MOBILE + self._digits(3))

    def us_telephone(self) -> str:
        """A 555-01xx number of the mountain states."""
        return self._new(
            lambda: f"({self._chance.choice(US_AREAS)}) 555-01{self._chance.randint(0, 99):02d}"
        )

    def _digits(self, count: int) -> str:
        return "".join(self._chance.choices("0123456789", k=count))

    def _new(self, make: Callable[[], str]) -> str:
        for _ in range(40):
            number = make()
            if number not in self._given:
                self._given.add(number)
                return number
        # Drama ranges are small; a second family may share a line with the first.
        return make()


def international(telephone: str) -> str:
    """The number as a fax machine sends it: +44 or +1 and digits."""
    digits = "".join(sign for sign in telephone if sign.isdigit())
    return f"+44{digits[1:]}" if digits.startswith("0") else f"+1{digits}"
