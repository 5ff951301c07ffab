"""Whether what was found may be opened at once for the one who was found to have written it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from mailroom.policy.pack import Pack
from mailroom.records.finding import Classification
from mailroom.records.sender import Capacity

EMPLOYER_SIDE = (Capacity.EMPLOYER, Capacity.EMPLOYER_AGENT)


class Tied(Protocol):
    """What identification tied an item to."""

    @property
    def capacity(self) -> str: ...

    @property
    def employer_id(self) -> int | None: ...

    @property
    def employer_agent_id(self) -> int | None: ...

    @property
    def conflict(self) -> bool: ...

    @property
    def manual_selection(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a person must look: a stable code, and words for the queue."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Link:
    """That an employer has named an agent, from one day to another, both included."""

    starts_on: date
    ends_on: date | None

    def holds_on(self, day: date) -> bool:
        """Whether the agent acts for the employer on this local day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def why_a_person(
    pack: Pack,
    verdict: Classification,
    sender: Tied,
    received_on: date | None,
    links: Iterable[Link] = (),
) -> Doubt | None:
    """The first reason why a sure classification is not opened at once, or None.

    `links` are those on record between the agent and the employer of `sender`, whenever they held.
    """
    if sender.conflict:
        return Doubt(
            "sender_conflict",
            "Two register entries, or the headers of the message, claim to be the sender: "
            "choose one, then open the requests.",
        )
    if sender.manual_selection:
        return Doubt(
            "select_employer",
            "A TRN was given in place of the ERN: select the employer by hand "
            "(dwp-emc, Contact received).",
        )
    if _not_linked(sender, received_on, links):
        return Doubt(
            "agent_not_linked",
            "The agent was not linked to the employer it writes for on the day of receipt (local): "
            "tell the agent nothing and open nothing until the employer has nominated it "
            "(dwp-emc, Potential contact reasons, Employer nominates an agent).",
        )
    tied = sender.employer_id is not None or sender.employer_agent_id is not None
    if not tied and _employer_side_alone(pack, verdict, received_on):
        return Doubt(
            "sender_unknown",
            "The request can be opened for an employer or agent alone, and none was recognised.",
        )
    return None


def _not_linked(sender: Tied, received_on: date | None, links: Iterable[Link]) -> bool:
    """An agent that names no employer speaks of itself alone."""
    if sender.capacity != Capacity.EMPLOYER_AGENT or sender.employer_id is None:
        return False
    return not any(link.holds_on(received_on or date.max) for link in links)


def _employer_side_alone(pack: Pack, verdict: Classification, received_on: date | None) -> bool:
    kinds = [pack.type_on(finding.type, received_on) for finding in verdict.findings]
    return any(kind and set(kind.raised_for) <= set(EMPLOYER_SIDE) for kind in kinds)
