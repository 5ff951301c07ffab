"""One service-request type: codes, who may raise it, how it is recognised, what is then done."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mailroom.policy.conditions import Match
from mailroom.policy.part import BusinessTime, Dated, Part, Reference, Text
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity

ANY = "any"


class Codes(Part):
    """Process, Area and Sub Area exactly as the procedure writes them; null where it has none."""

    process: Text | None
    area: Text | None
    sub_area: Text | None

    @property
    def triple(self) -> tuple[str | None, str | None, str | None]:
        """The three together, for comparing."""
        return self.process, self.area, self.sub_area


class Activity(Part):
    """One step of the plan: who does what by when, and the letter that goes with it."""

    do: Text
    by: Text
    due: BusinessTime | None = None
    mandatory: bool = True
    letter: Text | None = None


class Example(Part):
    """A text with a name, a sentence that says what it shows; capacity defaults to the type's
    first. `also` names the types it asks for besides, or in a `no_match` example instead."""

    name: Text
    text: Text
    capacity: Capacity | None = None
    channel: Channel = Channel.EMAIL
    also: tuple[Text, ...] = ()


class Examples(Part):
    """Texts that are of the type, and texts that look so and are not."""

    match: tuple[Example, ...] = ()
    no_match: tuple[Example, ...] = ()


class ServiceRequestType(Dated):
    """A rule file of service_requests/.

    `raised_for` names the capacities it may be opened for, or `any`. `yields_to` names types that
    displace it (`any`: it is only what remains). `goes_with` names types that may rest on the very
    same words. `follow_on` is the procedure that takes over. `shares_codes_with` declares types
    that have the same three codes on purpose.
    """

    type: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]+$")]
    title: Text
    description: Text
    codes: Codes
    raised_for: Annotated[tuple[Capacity | Literal["any"], ...], Field(min_length=1)]
    reference: Reference
    match: Match
    activities: Annotated[tuple[Activity, ...], Field(min_length=1)]
    owner: Text
    obligation: Text | None = None
    follow_on: Text | None = None
    yields_to: tuple[Text, ...] = ()
    goes_with: tuple[Text, ...] = ()
    shares_codes_with: tuple[Text, ...] = ()
    examples: Examples

    @property
    def letters(self) -> tuple[str, ...]:
        """Letter templates its activities name, in order."""
        return tuple(activity.letter for activity in self.activities if activity.letter)

    @property
    def is_remainder(self) -> bool:
        """True for a type that is only meant where nothing else was found."""
        return ANY in self.yields_to

    def may_be_raised_for(self, capacity: Capacity) -> bool:
        """Whether it may be opened for somebody of this capacity."""
        return ANY in self.raised_for or capacity in self.raised_for
