"""What differs between the two agencies, as facts: addresses, lines, zone, staff."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from mailroom.records.mail import Agency


@dataclass(frozen=True, slots=True)
class Post:
    """One seat: demo users keep their name, others get one made up."""

    os_user: str
    role: str
    team: str
    reports_to: str
    office: str


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """`office_address` is where letters go; `lines` are telephone lines, the first is the main."""

    agency: Agency
    zone: ZoneInfo
    locale: str
    name: str
    mailbox: str
    office_address: tuple[str, ...]
    lines: tuple[str, ...]
    fax: str
    paper: str
    posts: tuple[Post, ...]
    owners: str


def facts_of(agency: Agency) -> AgencyFacts:
    """The facts of one agency. The Utah address and number stand in cs-004p."""
    return _cms() if agency is Agency.CMS else _ors()


def _cms() -> AgencyFacts:
    team = "employer_payments_team"
    return AgencyFacts(
        agency=Agency.CMS,
        zone=ZoneInfo("Europe/London"),
        locale="en_GB",
        name="Child Maintenance Service",
        mailbox="employer.post@cms.test",
        office_address=(
            "Child Maintenance Service 21",
            "Mail Handling Site A",
            "Wolverhampton",
            "WV98 2BU",
        ),
        lines=("0808 157 0100", "0808 157 0200"),
        fax="+441632960999",
        paper="a4",
        owners="case_owner",
        posts=(
            Post("manager1", "team_manager", "Employer Payments A", "", "team_manager"),
            Post("manager2", "team_manager", "Employer Payments B", "", "team_manager"),
            Post("officer1", "employer_payments_officer", "Employer Payments A", "manager1", team),
            Post("officer2", "employer_payments_officer", "Employer Payments A", "manager1", team),
            Post("officer3", "employer_payments_officer", "Employer Payments B", "manager2", team),
            Post("officer4", "employer_payments_officer", "Employer Payments B", "manager2", team),
            Post("owner1", "case_owner", "Maintenance A", "manager1", "case_owner"),
            Post("owner2", "case_owner", "Maintenance A", "manager1", "case_owner"),
            Post("owner3", "case_owner", "Maintenance B", "manager2", "case_owner"),
            Post("ops", "operations", "Operations", "", ""),
            Post("auditor", "auditor", "Audit", "", ""),
        ),
    )


def _ors() -> AgencyFacts:
    return AgencyFacts(
        agency=Agency.ORS,
        zone=ZoneInfo("America/Denver"),
        locale="en_US",
        name="Office of Recovery Services",
        mailbox="css.post@ors.test",
        office_address=(
            "Office of Recovery Services",
            "Child Support Services",
            "PO Box 45033",
            "Salt Lake City, UT 84145-0033",
        ),
        lines=("(801) 536-8500",),
        fax="+18015550199",
        paper="us-letter",
        owners="caseworker",
        posts=(
            Post("rd1", "rd", "Region", "", "rd"),
            Post("ard1", "ard", "Region", "rd1", "ard"),
            Post(
                "director1",
                "constituent_affairs_director",
                "Constituent Affairs",
                "",
                "constituent_affairs_director",
            ),
            Post("manager1", "team_manager", "Team 21", "ard1", "team_manager"),
            Post("manager2", "team_manager", "Team 34", "ard1", "team_manager"),
            Post("senior1", "senior_agent", "Team 21", "manager1", "senior_agent"),
            Post("senior2", "senior_agent", "Team 34", "manager2", "senior_agent"),
            Post("worker1", "caseworker", "Team 21", "manager1", "caseworker"),
            Post("worker2", "caseworker", "Team 21", "manager1", "caseworker"),
            Post("worker3", "caseworker", "Team 34", "manager2", "caseworker"),
            Post("worker4", "caseworker", "Team 34", "manager2", "caseworker"),
            Post("ops", "operations", "Operations", "", ""),
            Post("auditor", "auditor", "Audit", "", ""),
        ),
    )
