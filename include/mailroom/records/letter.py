"""A letter as data: what an approval binds and what every PDF of it is made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mailroom.records.sender import Capacity


class LetterStatus(StrEnum):
    """Where a letter stands. The first two have no content that could be approved."""

    INCOMPLETE = "incomplete"
    WITHHELD = "withheld"
    AWAITING_APPROVAL = "awaiting_approval"
    SENT_BACK = "sent_back"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"


class DispatchStatus(StrEnum):
    """Where an approved letter stands on its way out; RETURNED is a later event on SENT."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    RETURNED = "returned"


class BatchStatus(StrEnum):
    """A print batch is planned, has left, or was emptied before it left."""

    QUEUED = "queued"
    SENT = "sent"
    VOID = "void"


class NodeKind(StrEnum):
    """What a node of a letter's body is. Blocks: the first six and TABLE; the rest is within."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    BULLETS = "bullets"
    NUMBERS = "numbers"
    ITEM = "item"
    TABLE = "table"
    ROW = "row"
    CELL = "cell"
    TEXT = "text"
    STRONG = "strong"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Node:
    """One node of the body. `text` is plain text and never markup.

    `level` is 2 or 3 for a heading (the subject line is 1) and the first number of NUMBERS.
    `align` is left, center or right for a cell. The first row of a table is its header.
    """

    kind: NodeKind
    text: str = ""
    children: tuple[Node, ...] = ()
    level: int = 0
    align: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom a letter goes: the name and the tidied address lines, without the name."""

    name: str
    address_lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterOffice:
    """The office that writes: its name and the telephone number printed in the letterhead."""

    name: str
    telephone: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, complete: the same letter and date give the same PDF, byte for byte.

    Versions are SHA-256 in hex. `language` is a BCP 47 tag. `date_words` is the date as printed.
    """

    agency: str
    template: str
    template_version: str
    layout_version: str
    fonts_version: str
    language: str
    reference: str
    date: date
    date_words: str
    office: LetterOffice
    recipient: Recipient
    subject: str
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """One template as its author wrote it; `body` is Markdown with Jinja2.

    `facts` must be known, `facts_if_known` may be absent, `fields_by_person` are findings that
    somebody has to write first. `recipients` are the capacities it may go to. `approver_role` is
    an office role of the pack. `reference` is the citable place in words. `first_line` is the
    line of the file on which `body` starts. `version` binds the file and the layout.
    """

    agency: str
    name: str
    title: str
    subject: str
    service_request_types: tuple[str, ...]
    recipients: tuple[Capacity, ...]
    facts: tuple[str, ...]
    facts_if_known: tuple[str, ...]
    fields_by_person: tuple[str, ...]
    approver_role: str
    language: str
    reference: str
    effective_from: date
    body: str
    first_line: int
    version: str
    layout_version: str
    fonts_version: str


@dataclass(frozen=True, slots=True)
class PageRange:
    """Pages of one letter in a print batch: zero-based `first`, and how many."""

    first: int
    count: int


@dataclass(frozen=True, slots=True)
class PrintBatch:
    """One PDF with many letters, in the order given, and where each of them lies."""

    pdf: bytes
    ranges: tuple[PageRange, ...]


@dataclass(frozen=True, slots=True)
class WordingRule:
    """A word of the pack's wording list: what is not to be printed, what to write instead."""

    words: str
    use_instead: str
    reference: str


@dataclass(frozen=True, slots=True)
class ForbiddenFact:
    """A fact of the case that this letter must not hold.

    `kind` is date_of_birth (value as ISO date), ssn, nino, employer_name, employer_address, or
    another word for what it is. The value is never printed nor logged.
    """

    kind: str
    value: str
    reference: str


@dataclass(frozen=True, slots=True)
class PoBoxRule:
    """One of the agency's own PO boxes, what it is for, and words one of which must be near it.

    Empty `needs`: the box may always be printed. `place` follows the box in the address.
    """

    number: str
    place: str
    purpose: str
    needs: tuple[str, ...]
    reference: str


@dataclass(frozen=True, slots=True)
class CheckFault:
    """Why a finished letter may not leave. `words` never repeat a fact of a person."""

    code: str
    words: str
    reference: str
