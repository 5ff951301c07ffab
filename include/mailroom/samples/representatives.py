"""Who speaks for parents in Utah: attorneys, agents with a power of attorney, and others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mailroom.samples.people import People, domain_of
from mailroom.samples.registers import (
    Attorney,
    CaseParticipant,
    Person,
    PowerOfAttorney,
    PriorAuthorisation,
)

GRANTED = date(2013, 5, 14)


@dataclass(frozen=True, slots=True)
class _Review:
    """How a power of attorney stands: days relative to today."""

    starts: int
    ends: int | None
    revoked: int | None
    review: str


REVIEWS = (
    _Review(-200, None, None, "valid"),
    _Review(-90, 400, None, "valid"),
    _Review(-400, -30, None, "valid"),
    _Review(-300, None, -40, "valid"),
    _Review(-5, None, None, "pending"),
    _Review(-60, None, None, "invalid"),
    _Review(-120, None, None, "valid"),
    _Review(-45, 200, None, "valid"),
)


class Representatives:
    """Makes rows for living participants, each taken once: no parent has two representatives."""

    def __init__(
        self,
        people: People,
        today: date,
        participants: Sequence[CaseParticipant],
        persons: Sequence[Person],
    ) -> None:
        self.people = people
        self.today = today
        by_ref = {person.person_ref: person for person in persons}
        pairs = [(part, by_ref[part.person_ref]) for part in participants]
        self._left = [(part, person) for part, person in pairs if person.died_on is None]

    def attorneys(self) -> tuple[Attorney, ...]:
        """Six attorneys, a parent each."""
        pairs = enumerate(self._take(6), start=1)
        return tuple(self._attorney(number, *pair) for number, pair in pairs)

    def _attorney(self, number: int, part: CaseParticipant, person: Person) -> Attorney:
        name, firm = self.people.name(), self.people.law_firm()
        return Attorney(
            attorney_ref=f"A{number:04d}",
            name=name,
            address="\n".join((firm, *self.people.address())),
            telephone=self.people.telephone(),
            email=self.people.mailbox(name, domain_of(firm)),
            bar_number=str(self.people.chance.randint(10000, 18999)),
            case_number=part.case_number,
            person_ref=person.person_ref,
            received_on=self._days(-self.people.chance.randint(20, 400)),
        )

    def powers(self) -> tuple[PowerOfAttorney, ...]:
        """One power of attorney for each way it may stand."""
        pairs = zip(self._take(len(REVIEWS)), REVIEWS, strict=True)
        return tuple(
            self._power(number, part, person, review)
            for number, ((part, person), review) in enumerate(pairs, start=1)
        )

    def _power(
        self, number: int, part: CaseParticipant, person: Person, review: _Review
    ) -> PowerOfAttorney:
        name = self.people.name()
        return PowerOfAttorney(
            poa_ref=f"POA{number:04d}",
            case_number=part.case_number,
            person_ref=person.person_ref,
            agent_name=name,
            agent_email=self.people.mailbox(name),
            agent_telephone=self.people.telephone(),
            starts_on=self._days(review.starts),
            ends_on=None if review.ends is None else self._days(review.ends),
            revoked_on=None if review.revoked is None else self._days(review.revoked),
            review=review.review,
        )

    def authorisations(self) -> tuple[PriorAuthorisation, ...]:
        """Three authorisations from before 2015."""
        return tuple(
            PriorAuthorisation(part.case_number, person.person_ref, self.people.name(), GRANTED)
            for part, person in self._take(3)
        )

    def _take(self, count: int) -> list[tuple[CaseParticipant, Person]]:
        taken, self._left = self._left[:count], self._left[count:]
        return taken

    def _days(self, days: int) -> date:
        return self.today + timedelta(days=days)
