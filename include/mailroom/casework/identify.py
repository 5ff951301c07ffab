"""Who wrote, in which capacity, about which employer, agent, person and case. Exact keys alone.

An email address or a telephone number ties an item to a sender but never proves who it is. Two
candidates that disagree are a conflict for a person, never a guess, and tie no case; so is a
message that names several authors. A TRN where an ERN should be is recognised and never matched
(dwp-emc, Contact received: select the employer by hand).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mailroom.casework.mentions import Contact, Mention
from mailroom.records.sender import Capacity, Evidence, Sender

SELECTED_BY_HAND = ("trn",)
OWN_CHANNEL = ("email", "telephone")
SIGNATURE_LINES = 10
TITLES = ("mr", "mrs", "ms", "miss", "mx", "dr", "jr", "sr", "ii", "iii", "esq")
CLOSINGS = (
    "yours", "sincerely", "faithfully", "truly", "respectfully", "cordially", "kind", "best",
    "warm", "regards", "wishes", "thanks", "signed",
)  # fmt: skip
BESIDE_A_NAME = frozenset((*TITLES, *CLOSINGS))
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
    if contact.several_from:
        evidence = (*evidence, Evidence("several_from", "sender", 0))
        return Sender(Capacity.UNKNOWN, conflict=True, evidence=evidence)
    if len(employers) > 1 or len(agents) > 1:
        return Sender(Capacity.UNKNOWN, conflict=True, evidence=evidence)
    writer = _writer(candidates, parts, contact)
    side = _employer_side(led)
    conflict = _at_odds(candidates, side, writer, contact)
    cases = _cases(candidates, writer)
    return Sender(
        capacity=side or _capacity(writer),
        employer_id=next(iter(employers), None),
        employer_agent_id=next(iter(agents), None),
        person_id=writer.person_id if writer else None,
        case_id=next(iter(cases)) if len(cases) == 1 and not conflict else None,
        conflict=conflict,
        manual_selection=None if employers else _by_hand(found),
        evidence=(*evidence, *_named(writer, contact)),
    )


def _named(writer: Candidate | None, contact: Contact) -> tuple[Evidence, ...]:
    """That a writer was told by name alone, and where the name stood."""
    if writer is None or writer.name is None:
        return ()
    return (Evidence("name", "sender" if _own_name(contact) else "text", 1),)


def _by_hand(found: Sequence[Mention]) -> str | None:
    return next((mention.kind for mention in found if mention.kind in SELECTED_BY_HAND), None)


def _employer_side(led: Led) -> Capacity | None:
    """Whether an employer or its agent wrote: whose own address or number it came from, else whose
    number is stated; the agent's goes first, because an agent quotes the employer's too."""
    own = {one.subject for mention in led if mention.kind in OWN_CHANNEL for one in led[mention]}
    stated = {one.subject for ones in led.values() for one in ones}
    sides = (Capacity.EMPLOYER_AGENT, Capacity.EMPLOYER)
    return next((side for subjects in (own, stated) for side in sides if side in subjects), None)


def _capacity(writer: Candidate | None) -> Capacity:
    return Capacity(writer.role or writer.subject) if writer else Capacity.UNKNOWN


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
        return set() if _strangers_to(stated, candidates) else stated
    mine = [one for one in candidates if writer is None or one.person_id == writer.person_id]
    return {one.case_id for one in mine if one.case_id is not None}


def _stated_cases(candidates: Sequence[Candidate]) -> set[int]:
    return {one.case_id for one in candidates if one.subject == "case" and one.case_id is not None}


def _strangers_to(cases: set[int], candidates: Sequence[Candidate]) -> set[int | None]:
    """People whose NINO or SSN is stated beside these cases, and who are on none of them."""
    stated = [one for one in candidates if one.subject == "participant" and one.name]
    on_them = {one.person_id for one in stated if one.case_id in cases}
    return {one.person_id for one in stated} - on_them


def _signed(name: str, parts: Mapping[str, str], contact: Contact) -> bool:
    own = _own_name(contact)
    if own:
        return set(_words(name)) <= set(_words(own))
    lines = [line for line in parts.get("text", "").splitlines() if line.strip()]
    return any(_is_signature(line, name) for line in lines[-SIGNATURE_LINES:])


def _own_name(contact: Contact) -> str:
    return " ".join(filter(None, (contact.from_name, contact.name_as_given)))


def _is_signature(line: str, name: str) -> bool:
    """The name, and beside it at most initials, a title or a closing: who is spoken of in the last
    lines, as in `Re: Pat Doe` or `Employee: Pat Doe`, has not signed."""
    words, wanted = set(_words(line)), set(_words(name))
    return wanted <= words and all(
        len(word) == 1 or word in BESIDE_A_NAME for word in words - wanted
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[\w'’-]+", text.casefold())


def _at_odds(
    candidates: Sequence[Candidate],
    side: Capacity | None,
    writer: Candidate | None,
    contact: Contact,
) -> bool:
    """Somebody who writes from two chairs at once, about a case that is not theirs, or with the
    number of somebody who is on no case they state."""
    reached, stated = _reached(candidates), _stated_cases(candidates)
    if side and (reached or (writer and _own_name(contact))):
        return True
    if reached and not stated <= {one.case_id for one in reached}:
        return True
    return not side and bool(stated and _strangers_to(stated, candidates))
