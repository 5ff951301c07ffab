"""What a reader makes of a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class PageMethod(StrEnum):
    """How a page's text was got; NONE says that nobody looked at it."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a PDF or an image. `confidence` is 0 to 1, None for a text layer."""

    text: str
    method: PageMethod
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """Something of an item that nobody looked at: in which part, and why, in words.

    `whole` is true of a document as such, false of a place in one that was otherwise read.
    """

    part: str
    why: str
    whole: bool


def unread_of(part: str, reason: str | None, notes: tuple[str, ...]) -> Iterator[Unread]:
    """What was not looked at in one part: `reason` speaks of a document, `notes` of places."""
    if reason:
        yield Unread(part, reason, whole=True)
    for note in notes:
        yield Unread(part, note, whole=False)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name and an email address as a header has them, decoded."""

    name: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attached file: `bytes` is its size after decoding.

    `text` and `pages` are what the reader of its format found, empty where none could. `reason`
    says why a document was not read, be it this one or one inside it; `notes` which places of it
    nobody looked at. `passed_over` is true of what holds no words for anybody: a small picture.
    """

    name: str | None
    bytes: int
    encrypted: bool
    media_type: str = "application/octet-stream"
    sha256: str = ""
    text: str = ""
    pages: tuple[Page, ...] = ()
    reason: str | None = None
    notes: tuple[str, ...] = ()
    passed_over: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """What only an email has. `authentication` is the verdict of our own server, None if absent.

    `several_from`: more than one author is named, and the first of them is `from_name`.
    """

    subject: str | None
    from_name: str | None
    from_email: str | None
    message_id: str | None
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    date_utc: datetime | None
    is_bounce: bool
    is_auto_reply: bool
    attachments: tuple[Attachment, ...]
    new_text: str = ""
    quoted_text: str = ""
    authentication: str | None = None
    several_from: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One item read from a file: a document, a page image, or one message.

    `text` is the full plain text (of a mail: its body, without attachments). `language` is an
    ISO 639-1 code where known. `reason` and `notes` as of an Attachment; neither speaks of those
    that a mail has.
    """

    text: str
    pages: tuple[Page, ...] = ()
    mail: Mail | None = None
    language: str | None = None
    reason: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def unread(self) -> tuple[Unread, ...]:
        """What nobody looked at, in reading order; what was passed over is none of it."""
        attached = enumerate(self.mail.attachments if self.mail else (), start=1)
        return (
            *unread_of("text", self.reason, self.notes),
            *(
                one
                for number, each in attached
                if not each.passed_over
                for one in unread_of(f"attachment:{number}", each.reason, each.notes)
            ),
        )

    @property
    def parts(self) -> dict[str, str]:
        """The words by part, in reading order: subject, text, quoted, attachment:1, …

        Of a mail `text` is what its writer added; a pure forward has none of its own.
        """
        mail = self.mail
        if mail is None:
            return {"text": self.text}
        parts = {"subject": mail.subject} if mail.subject else {}
        parts["text"] = mail.new_text or ("" if mail.quoted_text else self.text)
        if mail.quoted_text:
            parts["quoted"] = mail.quoted_text
        attached = enumerate(mail.attachments, start=1)
        return parts | {f"attachment:{number}": one.text for number, one in attached}


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What became of a file: one or more readings, or a quarantine reason (code and words)."""

    items: tuple[Reading, ...] = ()
    reason_code: str | None = None
    reason: str | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def quarantined(self) -> bool:
        """True when a person must look: no reader could make sense of the file."""
        return self.reason_code is not None
