"""Builds the registers of one agency: who exists, who works where, who may act for whom."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from mailroom.records.mail import Agency
from mailroom.samples.agencies import AgencyFacts, facts_of
from mailroom.samples.people import People, domain_of
from mailroom.samples.registers import (
    Case,
    CaseParticipant,
    Employer,
    EmployerAgent,
    EmployerAgentLink,
    Person,
    Staff,
    World,
)
from mailroom.samples.representatives import Representatives

ROLES = ("paying_parent", "receiving_parent")


def build_world(agency: Agency, count: int, seed: int, today: date) -> World:
    """Make registers large enough for `count` items of mail; rows are dated before `today`."""
    builder = _Builder(agency, seed, today)
    employers = builder.employers(_between(8, count // 4, 120))
    agents = builder.agents(_between(3, count // 20, 12)) if agency is Agency.CMS else ()
    staff = builder.staff()
    persons = builder.persons(2 * _between(16, count // 2, 300))
    cases = builder.cases(len(persons) // 2, staff)
    participants = builder.participants(cases, persons, employers)
    on_record = Representatives(builder.people, today, participants, persons)
    american = agency is Agency.ORS
    return World(
        agency=agency,
        employers=employers,
        employer_agents=agents,
        employer_agent_links=builder.links(agents, employers),
        persons=persons,
        cases=cases,
        case_participants=participants,
        attorneys=on_record.attorneys() if american else (),
        powers_of_attorney=on_record.powers() if american else (),
        prior_authorisations=on_record.authorisations() if american else (),
        staff=staff,
    )


class _Builder:
    """Makes rows in a fixed order from one source of chance."""

    def __init__(self, agency: Agency, seed: int, today: date) -> None:
        self.chance = random.Random(f"registers:{agency}:{seed}")
        self.people = People(agency, seed, self.chance)
        self.facts: AgencyFacts = facts_of(agency)
        self.today = today
        self.british = agency is Agency.CMS

    def employers(self, count: int) -> tuple[Employer, ...]:
        return tuple(self._employer() for _ in range(count))

    def _employer(self) -> Employer:
        people, chance = self.people, self.chance
        name, contact = people.firm(), people.name()
        pay_day = chance.choice((15, 20, 25, 28))
        return Employer(
            employer_ref=people.numbers.ern() if self.british else people.numbers.ors_employer(),
            name=name,
            email=people.mailbox(f"payroll {contact.split()[-1]}", domain_of(name)),
            telephone=people.telephone(),
            fax=people.telephone(),
            fax_preferred=chance.random() < 0.2,
            contact_name=contact,
            pay_day=pay_day,
            payroll_cutoff=pay_day - 8,
            voicemail_authorised=chance.random() < 0.5,
            language="cy" if self.british and chance.random() < 0.15 else "en",
            schedule_by=chance.choice(("self_service", "paper")),
            address="\n".join(people.address()),
        )

    def agents(self, count: int) -> tuple[EmployerAgent, ...]:
        return tuple(self._agent() for _ in range(count))

    def _agent(self) -> EmployerAgent:
        name, address = self.people.bureau(), self.people.address()
        return EmployerAgent(
            earn=self.people.numbers.earn(),
            name=name,
            email=self.people.mailbox("clients", domain_of(name)),
            telephone=self.people.telephone(),
            address="\n".join(address),
            postcode=address[-1],
        )

    def links(
        self, agents: Sequence[EmployerAgent], employers: Sequence[Employer]
    ) -> tuple[EmployerAgentLink, ...]:
        """Every agent acts for two employers; the first one's earlier link has ended."""
        made = []
        for number, agent in enumerate(agents):
            for step in range(2):
                employer = employers[(2 * number + step) % len(employers)]
                started = self._days(-self.chance.randint(60, 900))
                made.append(EmployerAgentLink(agent.earn, employer.employer_ref, started, None))
        if len(agents) > 1:
            ended = EmployerAgentLink(
                agents[0].earn, employers[-1].employer_ref, self._days(-800), self._days(-100)
            )
            made.append(ended)
        return tuple(made)

    def persons(self, count: int) -> tuple[Person, ...]:
        return tuple(self._person(number) for number in range(count))

    def _person(self, number: int) -> Person:
        people, chance = self.people, self.chance
        given, family = people.given_name(), people.family_name()
        return Person(
            person_ref=people.numbers.person(),
            title=chance.choice(("Mr", "Ms", "Mrs", "Mx")),
            given_name=given,
            family_name=family,
            national_id=people.numbers.nino() if self.british else people.numbers.ssn(),
            email=people.mailbox(f"{given} {family}"),
            telephone=people.mobile(),
            born_on=self._days(-chance.randint(22 * 365, 58 * 365)),
            language=self._language(),
            deployed=not self.british and number % 17 == 5,
            abroad=number % 19 == 7,
            died_on=self._days(-60) if number % 31 == 29 else None,
            address="\n".join(people.address()),
        )

    def _language(self) -> str:
        if self.chance.random() > 0.08:
            return "en"
        return "cy" if self.british else "es"

    def staff(self) -> tuple[Staff, ...]:
        refs = {
            post.os_user: f"S{number:03d}" for number, post in enumerate(self.facts.posts, start=1)
        }
        return tuple(
            Staff(
                staff_ref=refs[post.os_user],
                os_user=post.os_user,
                name=self.people.name(),
                email=f"{post.os_user}@{self.facts.agency}.test",
                role=post.role,
                team=post.team,
                reports_to=refs.get(post.reports_to, ""),
                office=post.office,
            )
            for post in self.facts.posts
        )

    def cases(self, count: int, staff: Sequence[Staff]) -> tuple[Case, ...]:
        owners = [one for one in staff if one.role == self.facts.owners]
        numbers = self.people.numbers
        return tuple(
            Case(
                case_number=numbers.cms_case() if self.british else numbers.ors_case(),
                opened_on=self._days(-self.chance.randint(100, 3000)),
                owner=owners[number % len(owners)].staff_ref,
                office=owners[number % len(owners)].office,
            )
            for number in range(count)
        )

    def participants(
        self, cases: Sequence[Case], persons: Sequence[Person], employers: Sequence[Employer]
    ) -> tuple[CaseParticipant, ...]:
        """Two parents a case; each employer has paying parents in turn, so that none has none."""
        made = []
        for number, case in enumerate(cases):
            for step, role in enumerate(ROLES):
                employer = employers[number % len(employers)].employer_ref if step == 0 else ""
                parent = persons[2 * number + step].person_ref
                made.append(CaseParticipant(case.case_number, parent, role, employer))
        return tuple(made)

    def _days(self, days: int) -> date:
        return self.today + timedelta(days=days)


def _between(least: int, wanted: int, most: int) -> int:
    return max(least, min(wanted, most))
