"""To whom a letter goes and what may stand in it: from the register, never from what came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mailroom.records.casework import request_name
from mailroom.records.letter import Recipient
from mailroom.records.sender import Capacity

PARTICIPANTS = (Capacity.PAYING_PARENT, Capacity.RECEIVING_PARENT, Capacity.ATTORNEY)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a letter is about: one activity of one service request, and what the registers say.

    `name` and `address_lines` are the recipient's on record, None and empty where there is none;
    `address_problems` are codes of the address check. `forbidden` are facts of others on the case:
    (kind, value) pairs.
    """

    service_request_id: int
    activity_ordinal: int
    agency: str
    type: str
    template: str
    capacity: Capacity
    channel: str
    received_on: date
    due_on: date | None
    name: str | None
    salutation: str | None
    recipient_kind: str | None
    recipient_ref: str | None
    address_id: int | None
    address_version: str | None
    address_lines: tuple[str, ...]
    address_problems: tuple[str, ...]
    employer_reference: str | None
    case_number: str | None
    office_name: str
    office_telephone: str | None
    authors: tuple[str, ...]
    due_at: datetime | None
    forbidden: tuple[tuple[str, str], ...] = ()

    @property
    def reference(self) -> str:
        """Our reference as printed."""
        return request_name(self.service_request_id)

    @property
    def recipient(self) -> Recipient:
        """Name and address as they go into the window."""
        return Recipient(self.name or "", self.address_lines)


KNOWN_FACTS = frozenset(
    ("salutation_name", "channel_words", "received_on", "due_on", "office_name",
     "office_telephone", "employer_reference", "case_number")
)  # fmt: skip
"""All that `facts` may tell: what else a letter prints, a person has to write."""
CHANNEL_WORDS = {
    "email": "email",
    "letter": "letter",
    "fax": "fax",
    "telephone": "telephone message",
}


def facts(occasion: Occasion) -> Mapping[str, object]:
    """The values a template may use for this recipient.

    An employer is told its own reference, a participant the own case number; nobody else either.
    """
    values: dict[str, object] = {
        "salutation_name": occasion.salutation,
        "channel_words": CHANNEL_WORDS[occasion.channel],
        "received_on": occasion.received_on,
        "due_on": occasion.due_on,
        "office_name": occasion.office_name,
        "office_telephone": occasion.office_telephone,
    }
    if occasion.capacity is Capacity.EMPLOYER:
        values["employer_reference"] = occasion.employer_reference
    if occasion.capacity in PARTICIPANTS:
        values["case_number"] = occasion.case_number
    return values
