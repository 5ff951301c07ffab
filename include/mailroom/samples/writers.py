"""Who writes: a row of a register as somebody with a pen."""

from __future__ import annotations

from dataclasses import dataclass

from mailroom.records.sender import Capacity
from mailroom.samples.registers import (
    Attorney,
    CaseParticipant,
    Employer,
    EmployerAgent,
    Person,
    PowerOfAttorney,
)


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes. References are empty where there are none; `principal` is whom they speak for."""

    capacity: Capacity
    name: str
    email: str
    telephone: str
    address: tuple[str, ...]
    organisation: str = ""
    fax: str = ""
    language: str = "en"
    employer_ref: str = ""
    earn: str = ""
    case_number: str = ""
    person_ref: str = ""
    national_id: str = ""
    principal: str = ""
    bar_number: str = ""


def from_employer(employer: Employer) -> Writer:
    """The payroll contact of an employer."""
    return Writer(
        capacity=Capacity.EMPLOYER,
        name=employer.contact_name,
        email=employer.email,
        telephone=employer.telephone,
        address=tuple(employer.address.split("\n")),
        organisation=employer.name,
        fax=employer.fax,
        language=employer.language,
        employer_ref=employer.employer_ref,
    )


def from_agent(agent: EmployerAgent, name: str) -> Writer:
    """Somebody at a payroll bureau."""
    return Writer(
        capacity=Capacity.EMPLOYER_AGENT,
        name=name,
        email=agent.email,
        telephone=agent.telephone,
        address=tuple(agent.address.split("\n")),
        organisation=agent.name,
        earn=agent.earn,
    )


def from_parent(part: CaseParticipant, person: Person) -> Writer:
    """A participant of a case."""
    return Writer(
        capacity=Capacity(part.role),
        name=person.name,
        email=person.email,
        telephone=person.telephone,
        address=tuple(person.address.split("\n")),
        language=person.language,
        case_number=part.case_number,
        person_ref=person.person_ref,
        national_id=person.national_id,
    )


def from_attorney(one: Attorney, principal: Person) -> Writer:
    """An attorney on record."""
    organisation, *address = one.address.split("\n")
    return Writer(
        capacity=Capacity.ATTORNEY,
        name=one.name,
        email=one.email,
        telephone=one.telephone,
        address=tuple(address),
        organisation=organisation,
        case_number=one.case_number,
        person_ref=one.person_ref,
        principal=principal.name,
        bar_number=one.bar_number,
    )


def from_power(one: PowerOfAttorney, principal: Person, address: tuple[str, ...]) -> Writer:
    """The agent of a power of attorney."""
    return Writer(
        capacity=Capacity.POA_AGENT,
        name=one.agent_name,
        email=one.agent_email,
        telephone=one.agent_telephone,
        address=address,
        case_number=one.case_number,
        person_ref=one.person_ref,
        principal=principal.name,
    )
