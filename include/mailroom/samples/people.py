"""People, firms and addresses that do not exist, from Faker with a seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from faker import Faker

from mailroom.records.mail import Agency
from mailroom.samples.numbers import Numbers

UTAH_TOWNS = (
    ("Salt Lake City", "84111"),
    ("Provo", "84601"),
    ("Ogden", "84401"),
    ("Logan", "84321"),
    ("St George", "84770"),
    ("Moab", "84532"),
    ("Vernal", "84078"),
    ("Price", "84501"),
)
FIRM_ENDINGS = {
    Agency.CMS: ("Ltd", "PLC", "& Sons Ltd", "Logistics Ltd", "Joinery Ltd", "Foods Ltd"),
    Agency.ORS: ("Inc", "LLC", "Trucking LLC", "Drywall Inc", "Dairy Co", "Mining Corp"),
}


class People:
    """Names, addresses and mailboxes, in the agency's own manner; no two firms share a name."""

    def __init__(self, agency: Agency, seed: int, chance: random.Random) -> None:
        self.agency = agency
        self.chance = chance
        self.numbers = Numbers(chance)
        self._fake = Faker("en_GB" if agency is Agency.CMS else "en_US")
        self._fake.seed_instance(f"{agency}:{seed}")
        self._firms: set[str] = set()
        self._mailboxes: set[str] = set()

    def given_name(self) -> str:
        """A first name."""
        return str(self._fake.first_name())

    def family_name(self) -> str:
        """A last name."""
        return str(self._fake.last_name())

    def name(self) -> str:
        """First and last name."""
        return f"{self.given_name()} {self.family_name()}"

    def firm(self) -> str:
        """Two last names and a legal form, not given before."""
        return _unused(
            self._firms,
            lambda: (
                f"{self.family_name()} {self.family_name()} "
                f"{self.chance.choice(FIRM_ENDINGS[self.agency])}"
            ),
        )

    def bureau(self) -> str:
        """A payroll bureau, not given before."""
        return _unused(self._firms, lambda: f"{self.family_name()} Payroll Bureau Ltd")

    def law_firm(self) -> str:
        """An attorney's office."""
        return f"{self.family_name()} & {self.family_name()} PLLC"

    def mailbox(self, name: str, domain: str | None = None) -> str:
        """An address at a domain kept for examples, not given before."""
        local = ".".join(re.findall(r"[a-z]+", name.lower()))
        at = domain or self.chance.choice(("example.org", "example.com", "example.net"))
        plain = f"{local}@{at}"
        if plain in self._mailboxes:
            plain = f"{local}{len(self._mailboxes)}@{at}"
        self._mailboxes.add(plain)
        return plain

    def telephone(self) -> str:
        """A landline that rings nowhere."""
        numbers = self.numbers
        return numbers.uk_telephone() if self._british else numbers.us_telephone()

    def mobile(self) -> str:
        """A mobile that rings nowhere."""
        return self.numbers.uk_mobile() if self._british else self.numbers.us_telephone()

    def address(self) -> tuple[str, ...]:
        """Two to four lines, the last with postcode or ZIP."""
        return self._british_address() if self._british else self._utah_address()

    @property
    def _british(self) -> bool:
        return self.agency is Agency.CMS

    def _british_address(self) -> tuple[str, ...]:
        street = f"{self.chance.randint(1, 180)} {self._fake.street_name()}"
        lines = (street.title(), str(self._fake.city()), str(self._fake.postcode()))
        if self.chance.random() < 0.2:
            return (f"Unit {self.chance.randint(1, 40)}", *lines)
        return lines

    def _utah_address(self) -> tuple[str, ...]:
        town, zip_code = self.chance.choice(UTAH_TOWNS)
        number = self.chance.randint(100, 9800)
        if self.chance.random() < 0.5:
            street = f"{number} {self._fake.street_name()}"
        else:
            street = f"{number} {self.chance.choice('NSEW')} {self.chance.randint(1, 90)}00 East"
        return (street, f"{town}, UT {zip_code}")


def domain_of(firm: str) -> str:
    """A web domain under .test for a firm."""
    return "-".join(re.findall(r"[a-z]+", firm.lower())[:2]) + ".test"


def _unused(given: set[str], make: Callable[[], str]) -> str:
    """A name not given before; once the source runs dry, with a number behind it."""
    name = make()
    for _ in range(20):
        if name not in given:
            break
        name = make()
    else:
        name = f"{name} {len(given)}"
    given.add(name)
    return name
