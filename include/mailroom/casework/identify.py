"""Who wrote, in which capacity, about which employer, agent, person and case. Exact keys alone.

An email address or a telephone number ties an item to a sender but never proves who it is. Two
candidates that disagree are a conflict for a person, never a guess. A TRN where an ERN should be
is recognised and never matched (dwp-emc, Contact received: select the employer by hand).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mailroom.casework.mentions import Contact, Mention
from mailroom.records.sender import Capacity, Evidence, Sender

SELECTED_BY_HAND = ("trn",)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A register row that a mention led to.

    `subject` is employer, employer_agent, participant, attorney, poa_agent or case; ids are None
    where the row has none. `name` is a participant's, for matching against what was signed.
    """

    subject: str
    employer_id: int | None = None
    employer_agent_id: int | None = None
    person_id: int | None = None
    case_id: int | None = None
    role: str | None = None
    name: str | None = None


Led = Mapping[Mention, Sequence[Candidate]]


def judge(found: Sequence[Mention], led: Led, parts: Mapping[str, str], contact: Contact) -> Sender:
    """The verdict on one item, from what it states and the register rows that led to."""
    candidates = _unique(led)
    by_subject = {
        subject: [one for one in candidates if one.subject == subject]
        for subject in ("employer", "employer_agent", "participant", "attorney", "poa_agent")
    }
    evidence = tuple(
        Evidence(mention.kind, mention.where, len(led.get(mention, ()))) for mention in found
    )
    by_hand = next((m.kind for m in found if m.kind in SELECTED_BY_HAND), None)
    employers = {one.employer_id for one in by_subject["employer"]}
    agents = {one.employer_agent_id for one in by_subject["employer_agent"]}
    if len(employers) > 1 or len(agents) > 1:
        return Sender(Capacity.UNKNOWN, conflict=True, evidence=evidence)
    writer = _writer(by_subject, parts, contact)
    cases = {one.case_id for one in candidates if one.case_id is not None and _speaks(one, writer)}
    return Sender(
        capacity=_capacity(by_subject, writer),
        employer_id=next(iter(employers), None),
        employer_agent_id=next(iter(agents), None),
        person_id=writer.person_id if writer else None,
        case_id=next(iter(cases)) if len(cases) == 1 else None,
        conflict=_at_odds(by_subject, writer),
        manual_selection=by_hand if not employers else None,
        evidence=evidence,
    )


def _unique(led: Led) -> list[Candidate]:
    return list(dict.fromkeys(one for found in led.values() for one in found))


def _capacity(by_subject: Mapping[str, Sequence[Candidate]], writer: Candidate | None) -> Capacity:
    if by_subject["employer_agent"]:
        return Capacity.EMPLOYER_AGENT
    if by_subject["employer"]:
        return Capacity.EMPLOYER
    if writer is None:
        return Capacity.UNKNOWN
    return Capacity(writer.role or writer.subject)


def _writer(
    by_subject: Mapping[str, Sequence[Candidate]], parts: Mapping[str, str], contact: Contact
) -> Candidate | None:
    """The one person who wrote: an attorney or holder of a power by their own address, else a
    participant reached by address, or the only one whose name stands as the sender's."""
    for subject in ("attorney", "poa_agent"):
        if by_subject[subject]:
            return by_subject[subject][0]
    people = by_subject["participant"]
    persons = {one.person_id for one in people}
    if len(persons) == 1 and all(one.name is None for one in people):
        return people[0]
    named = [one for one in people if one.name and _signed(one.name, parts, contact)]
    reached = [one for one in people if one.name is None]
    chosen = {one.person_id: one for one in (reached or named)}
    return next(iter(chosen.values())) if len(chosen) == 1 else None


def _signed(name: str, parts: Mapping[str, str], contact: Contact) -> bool:
    own = " ".join(filter(None, (contact.from_name, contact.name_as_given)))
    if own:
        return _has_name(own, name)
    text = parts.get("text", "")
    return _has_name(text[-200:], name)


def _has_name(text: str, name: str) -> bool:
    words = text.casefold().replace(",", " ").replace(".", " ").split()
    return all(word in words for word in name.casefold().split())


def _speaks(one: Candidate, writer: Candidate | None) -> bool:
    return one.subject == "case" or writer is None or one.person_id == writer.person_id


def _at_odds(by_subject: Mapping[str, Sequence[Candidate]], writer: Candidate | None) -> bool:
    """Somebody who writes from two chairs at once: an employer's address and a parent's."""
    employer_side = bool(by_subject["employer"] or by_subject["employer_agent"])
    return employer_side and writer is not None and writer.name is None
