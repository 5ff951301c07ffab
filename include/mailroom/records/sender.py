"""Who wrote, and in which capacity."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Capacity(StrEnum):
    """In which capacity somebody writes.

    A paying parent is Utah's NCP, a receiving parent its CP: packs use their own agency's words.
    """

    EMPLOYER = "employer"
    EMPLOYER_AGENT = "employer_agent"
    PAYING_PARENT = "paying_parent"
    RECEIVING_PARENT = "receiving_parent"
    ATTORNEY = "attorney"
    POA_AGENT = "poa_agent"
    THIRD_PARTY = "third_party"
    OTHER_AGENCY = "other_agency"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for a match: kind of fact, where it stood, what it led to.

    Holds no value of a person: `kind` is ern, earn, trn, case_number, nino, ssn, email, telephone,
    name, several_from (the message names more than one author); `where` is a part of the item;
    `found` is how many register rows it led to.
    """

    kind: str
    where: str
    found: int


@dataclass(frozen=True, slots=True)
class Sender:
    """The verdict on one item: register ids, or None where nothing was tied.

    `conflict` is true when two good candidates disagree, or a message names several authors: a
    person decides, never a guess.
    """

    capacity: Capacity
    employer_id: int | None = None
    employer_agent_id: int | None = None
    person_id: int | None = None
    case_id: int | None = None
    conflict: bool = False
    manual_selection: str | None = None
    evidence: tuple[Evidence, ...] = ()
