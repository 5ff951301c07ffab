"""The facts that fill the braces of a wording."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from mailroom.records.mail import Agency
from mailroom.samples.people import People
from mailroom.samples.registers import Person
from mailroom.samples.writers import Writer


@dataclass(frozen=True, slots=True)
class Facts:
    """What fills the braces of a wording. Field names are the words between the braces."""

    name: str
    telephone: str
    principal: str
    bar_number: str
    employee: str
    employee_id: str
    employee2: str
    employee2_id: str
    other_name: str
    last_day: str
    next_day: str
    month: str
    amount: str
    new_address: str
    new_telephone: str
    new_email: str
    new_contact: str
    new_agent: str
    new_employer: str


@dataclass(frozen=True, slots=True)
class Employee:
    """A paying parent on an employer's payroll, with their case."""

    person: Person
    case_number: str


def invent_facts(
    writer: Writer, employees: tuple[Employee, ...], strangers: People, day: date
) -> Facts:
    """Facts for one message; dates lie around `day`, the local day it was received."""
    chance = strangers.chance
    people = [(one.person.name, one.person.national_id) for one in employees]
    people += [(strangers.name(), _national_id(strangers)) for _ in range(2 - len(people))]
    contact = strangers.name()
    return Facts(
        name=writer.name,
        telephone=writer.telephone,
        principal=writer.principal,
        bar_number=writer.bar_number,
        employee=people[0][0],
        employee_id=people[0][1],
        employee2=people[1][0],
        employee2_id=people[1][1],
        other_name=strangers.name(),
        last_day=_long(day - timedelta(days=chance.randint(3, 25)), strangers.agency),
        next_day=_long(day + timedelta(days=chance.randint(5, 40)), strangers.agency),
        month=f"{day.replace(day=1) - timedelta(days=1):%B}",
        amount=f"{chance.randint(60, 900)}.{chance.choice(('00', '50', '75', '20'))}",
        new_address=", ".join(strangers.address()),
        new_telephone=strangers.telephone(),
        new_email=strangers.mailbox(f"wages {contact}"),
        new_contact=contact,
        new_agent=strangers.bureau(),
        new_employer=strangers.firm(),
    )


def _long(day: date, agency: Agency) -> str:
    if agency is Agency.CMS:
        return f"{day.day} {day:%B} {day.year}"
    return f"{day:%B} {day.day}, {day.year}"


def _national_id(strangers: People) -> str:
    numbers = strangers.numbers
    return numbers.nino() if strangers.agency is Agency.CMS else numbers.ssn()
