"""The registers of one made-up agency, and their CSV files.

UTF-8 with a header row; dates ISO; flags true and false; an address is one field with line breaks.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from mailroom.records.mail import Agency


@dataclass(frozen=True, slots=True)
class Employer:
    """A payroll that pays maintenance from earnings."""

    employer_ref: str
    name: str
    email: str
    telephone: str
    fax: str
    fax_preferred: bool
    contact_name: str
    pay_day: int
    payroll_cutoff: int
    voicemail_authorised: bool
    language: str
    schedule_by: str
    address: str


@dataclass(frozen=True, slots=True)
class EmployerAgent:
    """A bureau that acts for employers (CMS alone)."""

    earn: str
    name: str
    email: str
    telephone: str
    address: str
    postcode: str


@dataclass(frozen=True, slots=True)
class EmployerAgentLink:
    """Which agent acts for which employer, and when."""

    earn: str
    employer_ref: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Person:
    """A parent. `national_id` is a NINO or an SSN."""

    person_ref: str
    title: str
    given_name: str
    family_name: str
    national_id: str
    email: str
    telephone: str
    born_on: date
    language: str
    deployed: bool
    abroad: bool
    died_on: date | None
    address: str

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True, slots=True)
class Case:
    """`owner` is a staff reference."""

    case_number: str
    opened_on: date
    owner: str
    office: str


@dataclass(frozen=True, slots=True)
class CaseParticipant:
    """`employer_ref` is the present employer, empty where none is known."""

    case_number: str
    person_ref: str
    role: str
    employer_ref: str


@dataclass(frozen=True, slots=True)
class Attorney:
    """An attorney on record for a participant."""

    attorney_ref: str
    name: str
    address: str
    telephone: str
    email: str
    bar_number: str
    case_number: str
    person_ref: str
    received_on: date


@dataclass(frozen=True, slots=True)
class PowerOfAttorney:
    """`review` is valid, invalid or pending."""

    poa_ref: str
    case_number: str
    person_ref: str
    agent_name: str
    agent_email: str
    agent_telephone: str
    starts_on: date
    ends_on: date | None
    revoked_on: date | None
    review: str

    def holds_on(self, day: date) -> bool:
        """Valid by the AGO, begun, neither ended nor revoked."""
        ended = self.ends_on is not None and self.ends_on < day
        return (
            self.review == "valid" and self.starts_on <= day and not ended and not self.revoked_on
        )


@dataclass(frozen=True, slots=True)
class PriorAuthorisation:
    """An authorisation of a third party from before 2015, no longer valid (cs-004p)."""

    case_number: str
    person_ref: str
    third_party_name: str
    granted_on: date


@dataclass(frozen=True, slots=True)
class Staff:
    """`reports_to` is a staff reference, empty at the top."""

    staff_ref: str
    os_user: str
    name: str
    email: str
    role: str
    team: str
    reports_to: str
    office: str


Row = (
    Employer
    | EmployerAgent
    | EmployerAgentLink
    | Person
    | Case
    | CaseParticipant
    | Attorney
    | PowerOfAttorney
    | PriorAuthorisation
    | Staff
)


@dataclass(frozen=True, slots=True)
class World:
    """Everything one agency knows of its people; a field a CSV file."""

    agency: Agency
    employers: tuple[Employer, ...]
    employer_agents: tuple[EmployerAgent, ...]
    employer_agent_links: tuple[EmployerAgentLink, ...]
    persons: tuple[Person, ...]
    cases: tuple[Case, ...]
    case_participants: tuple[CaseParticipant, ...]
    attorneys: tuple[Attorney, ...]
    powers_of_attorney: tuple[PowerOfAttorney, ...]
    prior_authorisations: tuple[PriorAuthorisation, ...]
    staff: tuple[Staff, ...]


def write_registers(world: World, folder: Path) -> None:
    """Write one CSV file a register into `folder`, header alone where a register is empty."""
    folder.mkdir(parents=True, exist_ok=True)
    tables: tuple[tuple[str, type[Row], Sequence[Row]], ...] = (
        ("employers", Employer, world.employers),
        ("employer_agents", EmployerAgent, world.employer_agents),
        ("employer_agent_links", EmployerAgentLink, world.employer_agent_links),
        ("persons", Person, world.persons),
        ("cases", Case, world.cases),
        ("case_participants", CaseParticipant, world.case_participants),
        ("attorneys", Attorney, world.attorneys),
        ("powers_of_attorney", PowerOfAttorney, world.powers_of_attorney),
        ("prior_authorisations", PriorAuthorisation, world.prior_authorisations),
        ("staff", Staff, world.staff),
    )
    for name, kind, rows in tables:
        _write(folder / f"{name}.csv", kind, rows)


def _write(path: Path, kind: type[Row], rows: Sequence[Row]) -> None:
    columns = [column.name for column in fields(kind)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(getattr(row, column)) for column in columns] for row in rows)


def _cell(value: str | int | bool | date | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
