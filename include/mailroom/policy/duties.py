"""What the agency owes and who hears of it when it is late: obligations, ladder, offices."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from mailroom.policy.part import BusinessTime, Dated, Part, Reference, Text
from mailroom.records.mail import Channel


class Clock(Dated):
    """How long the agency has, from the local day of receipt as day 0."""

    due: BusinessTime
    until: Literal["close_of_office_hours"] = "close_of_office_hours"


class Obligation(Part):
    """Something owed. `promise` says that a promised time is a second clock; the earlier is due."""

    name: Text
    description: Text
    reference: Reference
    promise: bool
    clocks: Annotated[tuple[Clock, ...], Field(min_length=1)]

    def clock_on(self, day: date) -> Clock | None:
        """The clock in force on the local day of receipt."""
        return next((clock for clock in self.clocks if clock.holds_on(day)), None)


class ChannelDuty(Part):
    """What every contact by a channel owes by itself, where none of its requests owes anything."""

    channel: Channel
    obligation: Text
    reference: Reference
    description: Text


class Obligations(Part):
    """obligations.yaml"""

    description: Text
    obligations: tuple[Obligation, ...]
    by_channel: tuple[ChannelDuty, ...] = ()


class Rung(Part):
    """One step of a ladder: the offices told once the obligation is overdue for `after`."""

    rung: Annotated[int, Field(ge=1, le=9)]
    offices: Annotated[tuple[Text, ...], Field(min_length=1)]
    trigger: Literal["overdue"]
    after: BusinessTime
    reference: Reference
    trigger_reference: Reference
    description: Text


class Climb(Part):
    """The rungs of one obligation, lowest first."""

    obligation: Text
    rungs: Annotated[tuple[Rung, ...], Field(min_length=1)]


class AtOnce(Part):
    """Offices told the moment a type is opened, however early it is."""

    type: Text
    offices: Annotated[tuple[Text, ...], Field(min_length=1)]
    reference: Reference
    description: Text


class Ladder(Part):
    """ladder.yaml"""

    description: Text
    climbs: tuple[Climb, ...]
    at_once: tuple[AtOnce, ...] = ()


class PostalAddress(Part):
    """An address of the agency itself, which is never the sender's."""

    purpose: Text
    lines: Annotated[tuple[Text, ...], Field(min_length=1)]
    reference: Reference


class Office(Part):
    """A role or unit that does something, is told something, or has an address."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]+$")]
    name: Text
    email: Text | None = None
    telephone: Text | None = None
    postal_addresses: tuple[PostalAddress, ...] = ()


class Offices(Part):
    """offices.yaml"""

    description: Text
    offices: tuple[Office, ...]
