"""The right answer to a message: what should become of it, and why."""

from __future__ import annotations

from dataclasses import dataclass

from mailroom.records.mail import Agency, Channel
from mailroom.records.sender import Capacity
from mailroom.samples.messages import Message
from mailroom.samples.scenes import WITHOUT_REQUEST, Happening


@dataclass(frozen=True, slots=True)
class Expected:
    """`outcomes_accepted` are no errors beside `outcome`; `also_accepted` are types likewise.

    `why` says in a word what makes the item go to triage. References are null where nobody
    could tie one.
    """

    outcome: str
    outcomes_accepted: tuple[str, ...]
    types: tuple[str, ...]
    also_accepted: tuple[str, ...]
    capacity: str | None
    employer_ref: str | None
    earn: str | None
    case_number: str | None
    person_ref: str | None
    urgent: bool
    why: str | None


def expect(message: Message, agency: Agency) -> Expected:
    """The answer for one message that arrives whole and for the first time."""
    outcome, accepted, why = _outcome(message)
    known = why not in ("unknown_reference", "manual_selection", "conflict")
    asks = outcome != "no_request"
    writer = message.scene.writer
    return Expected(
        outcome=outcome,
        outcomes_accepted=accepted,
        types=message.types if asks else (),
        also_accepted=_also(message, agency) if asks else (),
        capacity=_capacity(message, known) if asks else None,
        employer_ref=writer.employer_ref or None if known and asks else None,
        earn=writer.earn or None if asks else None,
        case_number=_case(message) if known and asks else None,
        person_ref=_person(message) if known and asks else None,
        urgent=message.scene.wording is not None and message.scene.wording.urgent,
        why=why,
    )


def _outcome(message: Message) -> tuple[str, tuple[str, ...], str | None]:
    happening = message.scene.happening
    if happening in WITHOUT_REQUEST:
        return "no_request", (), None
    if happening is Happening.VAGUE:
        return "triage", (), "vague"
    if happening is Happening.TRN:
        return "triage", (), "manual_selection"
    if happening is Happening.CONFLICT:
        return "triage", (), "conflict"
    if happening is Happening.EMPLOYER_ONLY:
        return "triage", (), "employer_only"
    if happening is Happening.WRONG_REFERENCE:
        return _wrong_reference(message.scene.channel)
    return "opened", (), None


def _wrong_reference(channel: Channel) -> tuple[str, tuple[str, ...], str | None]:
    """By email the address on record still says who it is; a cautious reader may ask a person."""
    if channel is Channel.EMAIL:
        return "opened", ("triage",), None
    return "triage", (), "unknown_reference"


def _also(message: Message, agency: Agency) -> tuple[str, ...]:
    wordings = (message.scene.wording, message.scene.second)
    also = {code for wording in wordings if wording for code in wording.also}
    if agency is Agency.ORS and message.scene.channel is Channel.TELEPHONE:
        also.add("callback")
    if agency is Agency.ORS and message.scene.channel is Channel.EMAIL:
        also.add("email_inquiry")
    return tuple(sorted(also - set(message.types)))


def _capacity(message: Message, known: bool) -> str:
    return message.scene.writer.capacity.value if known else Capacity.UNKNOWN.value


def _case(message: Message) -> str | None:
    if message.about is not None:
        return message.about.case_number
    return message.scene.writer.case_number or None


def _person(message: Message) -> str | None:
    if message.about is not None:
        return message.about.person.person_ref
    return message.scene.writer.person_ref or None
