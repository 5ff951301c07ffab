"""Chooses who writes, and whom they write about."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

from mailroom.records.mail import Agency
from mailroom.records.sender import Capacity
from mailroom.samples.facts import Employee, Facts, invent_facts
from mailroom.samples.people import People
from mailroom.samples.registers import CaseParticipant, Person, World
from mailroom.samples.writers import (
    Writer,
    from_agent,
    from_attorney,
    from_employer,
    from_parent,
    from_power,
)

THIRD_PARTY_KNOWN = "third_party_known"


class Casting:
    """Draws writers and facts from one world and one source of chance."""

    def __init__(self, world: World, seed: int, today: date) -> None:
        self.world = world
        self._today = today
        self.chance = random.Random(f"casting:{world.agency}:{seed}")
        self._strangers = People(world.agency, seed + 1_000_003, self.chance)
        self._persons = {person.person_ref: person for person in world.persons}
        self._employers = {one.employer_ref: one for one in world.employers}
        self._employees = self._by_employer()

    def writer(self, kind: str) -> Writer:
        """A writer of one capacity, or `third_party_known`, who names a case."""
        makers = {
            "employer": self._employer,
            "employer_agent": self._agent,
            "attorney": self._attorney,
            "poa_agent": self._poa_agent,
            "third_party": self._stranger,
            THIRD_PARTY_KNOWN: self._relative,
        }
        maker = makers.get(kind)
        return maker() if maker else self._parent(Capacity(kind))

    def other_reference(self, writer: Writer) -> str:
        """A good reference number of somebody else."""
        if writer.employer_ref:
            others = [ref for ref in self._employees if ref != writer.employer_ref]
            return self.chance.choice(others)
        mine = {
            one.case_number
            for one in self.world.case_participants
            if one.person_ref == writer.person_ref
        }
        others = [one.case_number for one in self.world.cases if one.case_number not in mine]
        return self.chance.choice(others)

    def unknown_reference(self, writer: Writer) -> str:
        """A well-formed number that is in no register."""
        numbers = self._strangers.numbers
        if writer.employer_ref:
            made = numbers.ern() if self._british else numbers.ors_employer()
        else:
            made = numbers.cms_case() if self._british else numbers.ors_case()
        known = self._employers.keys() | {case.case_number for case in self.world.cases}
        return self.unknown_reference(writer) if made in known else made

    def trn(self) -> str:
        """A TRN, which is in no register."""
        return self._strangers.numbers.trn()

    def stranger_telephone(self) -> str:
        """A number that is in no register."""
        known = {person.telephone for person in self.world.persons}
        known |= {employer.telephone for employer in self.world.employers}
        while (number := self._strangers.telephone()) in known:
            continue
        return number

    def employees(self, writer: Writer) -> tuple[Employee, ...]:
        """Two whom the writer's letter may be about, registered ones first."""
        mine = self._employees.get(writer.employer_ref, [])
        return tuple(self.chance.sample(mine, k=min(2, len(mine))))

    def facts(self, writer: Writer, employees: tuple[Employee, ...], day: date) -> Facts:
        """Facts for one message received on `day`."""
        return invent_facts(writer, employees, self._strangers, day)

    @property
    def _british(self) -> bool:
        return self.world.agency is Agency.CMS

    def _by_employer(self) -> dict[str, list[Employee]]:
        found: dict[str, list[Employee]] = {}
        for part in self.world.case_participants:
            person = self._persons[part.person_ref]
            if part.employer_ref and person.died_on is None:
                employees = found.setdefault(part.employer_ref, [])
                employees.append(Employee(person, part.case_number))
        return found

    def _employer(self) -> Writer:
        """Half of the time one with several employees, so that there is news of several."""
        large = [ref for ref, employees in self._employees.items() if len(employees) > 1]
        refs = large if large and self.chance.random() < 0.5 else list(self._employees)
        return from_employer(self._employers[self.chance.choice(refs)])

    def _agent(self) -> Writer:
        link = self.chance.choice(
            [link for link in self.world.employer_agent_links if link.ends_on is None]
        )
        agent = next(one for one in self.world.employer_agents if one.earn == link.earn)
        return replace(from_agent(agent, self._strangers.name()), employer_ref=link.employer_ref)

    def _parent(self, capacity: Capacity) -> Writer:
        return from_parent(*self._participant(capacity.value))

    def _participant(self, role: str) -> tuple[CaseParticipant, Person]:
        while True:
            part = self.chance.choice(self.world.case_participants)
            person = self._persons[part.person_ref]
            if part.role == role and person.died_on is None:
                return part, person

    def _attorney(self) -> Writer:
        one = self.chance.choice(self.world.attorneys)
        return from_attorney(one, self._persons[one.person_ref])

    def _poa_agent(self) -> Writer:
        one = self.chance.choice(
            [power for power in self.world.powers_of_attorney if power.holds_on(self._today)]
        )
        return from_power(one, self._persons[one.person_ref], self._strangers.address())

    def _stranger(self) -> Writer:
        name = self._strangers.name()
        return Writer(
            capacity=Capacity.UNKNOWN,
            name=name,
            email=self._strangers.mailbox(f"{name} {self.chance.choice('abcdefgh')}"),
            telephone=self.stranger_telephone(),
            address=self._strangers.address(),
        )

    def _relative(self) -> Writer:
        part, person = self._participant(self.chance.choice(("paying_parent", "receiving_parent")))
        return replace(
            self._stranger(),
            capacity=Capacity.THIRD_PARTY,
            case_number=part.case_number,
            principal=person.name,
        )
