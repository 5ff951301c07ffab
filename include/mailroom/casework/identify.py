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
SIGNATURE_LINES = 10
WORDS_BESIDE_NAME = 2  # a title, a degree, "Yours"
PEOPLE = ("participant", "attorney", "poa_agent", "third_party")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A register row that a mention led to.

    `subject` is case, employer, employer_agent, participant, attorney, poa_agent or third_party;
    ids are None where the row has none. `name` is that of somebody on a case that was stated, to
    be matched against the signature; None when the row was reached by the writer's own address.
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
    candidates = list(dict.fromkeys(one for ones in led.values() for one in ones))
    employers = {one.employer_id for one in candidates if one.subject == "employer"}
    agents = {one.employer_agent_id for one in candidates if one.subject == "employer_agent"}
    evidence = tuple(
        Evidence(mention.kind, mention.where, len(led.get(mention, ()))) for mention in found
    )
    if len(employers) > 1 or len(agents) > 1:
        return Sender(Capacity.UNKNOWN, conflict=True, evidence=evidence)
    writer = _writer(candidates, parts, contact)
    cases = _cases(candidates, writer)
    return Sender(
        capacity=_capacity(employers, agents, writer),
        employer_id=next(iter(employers), None),
        employer_agent_id=next(iter(agents), None),
        person_id=writer.person_id if writer else None,
        case_id=next(iter(cases)) if len(cases) == 1 else None,
        conflict=_at_odds(candidates, bool(employers or agents), writer),
        manual_selection=None if employers else _by_hand(found),
        evidence=evidence,
    )


def _by_hand(found: Sequence[Mention]) -> str | None:
    return next((mention.kind for mention in found if mention.kind in SELECTED_BY_HAND), None)


def _capacity(
    employers: set[int | None], agents: set[int | None], writer: Candidate | None
) -> Capacity:
    if agents:
        return Capacity.EMPLOYER_AGENT
    if employers:
        return Capacity.EMPLOYER
    if writer is None:
        return Capacity.UNKNOWN
    return Capacity(writer.role or writer.subject)


def _writer(
    candidates: Sequence[Candidate], parts: Mapping[str, str], contact: Contact
) -> Candidate | None:
    """The one person who wrote: reached by their own address or number, else the only one on the
    case whose name stands as the sender's. Two such people, or one in two roles, are nobody, unless
    a case that was stated tells them apart."""
    reached = _reached(candidates)
    stated = _stated_cases(candidates)
    on_case = [one for one in reached if one.case_id in stated]
    named = [one for one in _people(candidates) if one.name and _signed(one.name, parts, contact)]
    chosen = on_case or reached or named
    if len({(one.subject, one.person_id, one.role) for one in chosen}) != 1:
        return None
    return chosen[0]


def _people(candidates: Sequence[Candidate]) -> list[Candidate]:
    return [one for one in candidates if one.subject in PEOPLE]


def _reached(candidates: Sequence[Candidate]) -> list[Candidate]:
    """People whose own address or number the item came from."""
    return [one for one in _people(candidates) if one.name is None]


def _cases(candidates: Sequence[Candidate], writer: Candidate | None) -> set[int]:
    """Cases stated by number, else those of the writer, or of the one person who is named."""
    stated = _stated_cases(candidates)
    if stated:
        return stated
    mine = [one for one in candidates if writer is None or one.person_id == writer.person_id]
    return {one.case_id for one in mine if one.case_id is not None}


def _stated_cases(candidates: Sequence[Candidate]) -> set[int]:
    return {one.case_id for one in candidates if one.subject == "case" and one.case_id is not None}


def _signed(name: str, parts: Mapping[str, str], contact: Contact) -> bool:
    own = " ".join(filter(None, (contact.from_name, contact.name_as_given)))
    if own:
        return set(_words(name)) <= set(_words(own))
    lines = [line for line in parts.get("text", "").splitlines() if line.strip()]
    return any(_is_signature(line, name) for line in lines[-SIGNATURE_LINES:])


def _is_signature(line: str, name: str) -> bool:
    """The name and little else: who is only spoken of in the last lines has not signed."""
    words, wanted = _words(line), _words(name)
    return set(wanted) <= set(words) and len(words) <= len(wanted) + WORDS_BESIDE_NAME


def _words(text: str) -> list[str]:
    return text.casefold().replace(",", " ").replace(".", " ").split()


def _at_odds(
    candidates: Sequence[Candidate], employer_side: bool, writer: Candidate | None
) -> bool:
    """Somebody who writes from two chairs at once, or about a case that is not theirs."""
    reached = _reached(candidates)
    if not reached:
        return False
    own = {one.case_id for one in reached}
    return (employer_side and writer is not None) or not _stated_cases(candidates) <= own
