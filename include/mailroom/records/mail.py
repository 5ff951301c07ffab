"""What a source hands over, and the states of what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

LARGEST_READ = 100 << 20
"""Bytes of the largest file that is held in memory and read."""


class Agency(StrEnum):
    """The agencies whose packs are kept here; the value names the pack's folder."""

    CMS = "cms"
    ORS = "ors"


class Channel(StrEnum):
    """How a contact reached the agency."""

    EMAIL = "email"
    LETTER = "letter"
    FAX = "fax"
    TELEPHONE = "telephone"


class ReceiptStatus(StrEnum):
    """received → ingested | duplicate | quarantined | discarded."""

    RECEIVED = "received"
    INGESTED = "ingested"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"
    DISCARDED = "discarded"


class ItemStatus(StrEnum):
    """The first four are in flight, the rest are where an item may rest."""

    RECEIVED = "received"
    READ = "read"
    IDENTIFIED = "identified"
    CLASSIFIED = "classified"
    OPENED = "opened"
    NO_REQUEST = "no_request"
    TRIAGE = "triage"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"
    DISCARDED = "discarded"


IN_FLIGHT = (ItemStatus.RECEIVED, ItemStatus.READ, ItemStatus.IDENTIFIED, ItemStatus.CLASSIFIED)


@dataclass(frozen=True, slots=True)
class Call:
    """A voicemail or callback request, as the telephone system's CSV has it.

    Times are aware. `reference_entered` is what the caller keyed into the IVR, unchecked.
    """

    caller_number: str | None = None
    name_as_given: str | None = None
    reference_entered: str | None = None
    line_called: str | None = None
    note: str = ""
    promised_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Large:
    """A file too large to be held in memory, as it was when it was found: bytes, and when it was
    last changed in nanoseconds. Where it lies makes no difference to what it is."""

    path: Path = field(compare=False)
    bytes: int
    changed_ns: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """One thing at a source, not yet acknowledged.

    `reference` is the source's own name for it and never changes between deliveries.
    `received_at` is the source's moment (aware), never the run's. `content` are the bytes as they
    came; of a file too large to be read, where it lies. `facts` are what the source knows beside
    them (fax: sender number, TSI). `fault` is a reason code when the source itself hands over what
    cannot be an item (an unreadable CSV row).
    """

    reference: str
    received_at: datetime
    content: bytes | Large
    file_name: str
    media_type: str
    facts: Mapping[str, str] = field(default_factory=dict)
    call: Call | None = None
    fault: str | None = None
