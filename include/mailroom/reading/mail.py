"""One email message to one Reading."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mailroom.reading import automatic, mime, people, quoting, words
from mailroom.reading.bodies import Attached, body_of
from mailroom.reading.charsets import clean
from mailroom.reading.mime import Part
from mailroom.records.reading import Attachment, Mail, Mailbox, Reading, ReadResult

PartReader = Callable[[bytes, str, str | None], ReadResult]
"""Reads the content of an attachment: bytes, file name, media type."""

_SMALL_IMAGE_BYTES = 15_000
_TIFF = (b"II*\x00", b"MM\x00*")
_TOO_SMALL = "image_too_small"
_SIGNATURES = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
)


@dataclass(frozen=True, slots=True)
class Context:
    """What reading a message needs from outside it.

    `own_server` is the authserv-id of our own mail server: the topmost Authentication-Results
    header is believed only when it bears that name (THREATS 16).
    """

    read_part: PartReader
    own_server: str | None = None


def read_message(content: bytes, context: Context) -> Reading:
    """Read one message. Raises UnreadableContent: `nested_too_deep`, `too_many_parts`."""
    root = mime.parse(content)
    body = body_of(root)
    results = [read_attached(part, context.read_part) for part in body.attached]
    attachments = tuple(map(attachment_of, body.attached, results))
    text = clean(body.text) or _forwarded(body.attached, results)
    return Reading(text=text, mail=_mail(root, text, attachments, context.own_server))


def _forwarded(attached: Sequence[Attached], results: Sequence[ReadResult]) -> str:
    """A mail without words of its own that only passes messages on says what they say."""
    pairs = zip(attached, results, strict=True)
    inner = [result for part, result in pairs if part.media_type == "message/rfc822"]
    return "\n\n".join(item.text for result in inner for item in result.items if item.text)


def _mail(
    root: Part, text: str, attachments: tuple[Attachment, ...], own_server: str | None
) -> Mail:
    sender = _sender(root)
    bounce = automatic.is_bounce(root, text)
    halves = quoting.split(text)
    date = root.first("date")
    return Mail(
        subject=_line(root, "subject"),
        from_name=sender.name,
        from_email=sender.email,
        message_id=_message_id(root),
        to=_boxes(root, "to"),
        cc=_boxes(root, "cc"),
        date_utc=people.moment(date) if date is not None else None,
        is_bounce=bounce,
        is_auto_reply=automatic.is_auto_reply(root, bounce=bounce),
        attachments=attachments,
        new_text=halves.new,
        quoted_text=halves.quoted,
        authentication=_authentication(root, own_server),
        several_from=names_several_senders(root),
    )


def _line(root: Part, name: str) -> str | None:
    raw = root.first(name)
    return None if raw is None else clean(words.text_of(raw)) or None


def _sender(root: Part) -> Mailbox:
    for name in ("from", "sender"):
        for box in _boxes(root, name):
            return box
    return Mailbox(None, None)


def names_several_senders(root: Part) -> bool:
    """Several From headers, or several addresses in one: nobody knows whose words these are
    (THREATS 16)."""
    emails = {box.email.casefold() for box in _boxes(root, "from") if box.email}
    return len(emails) > 1 or len(root.every("from")) > 1


def _boxes(root: Part, name: str) -> tuple[Mailbox, ...]:
    return tuple(
        Mailbox(box.name and clean(box.name), box.email and clean(box.email))
        for raw in root.every(name)
        for box in people.mailboxes(raw)
    )


def _message_id(root: Part) -> str | None:
    line = _line(root, "message-id")
    if line is None:
        return None
    start, end = line.find("<"), line.rfind(">")
    return (line[start + 1 : end] if 0 <= start < end else line).strip() or None


def _authentication(root: Part, own_server: str | None) -> str | None:
    """The verdict of our own server, which stands topmost or is not ours."""
    found = root.every("authentication-results")
    if own_server is None or not found:
        return None
    verdict = words.text_of(found[0])
    name = verdict.partition(";")[0].split()
    return verdict if name and name[0].lower() == own_server.lower() else None


def attachment_of(part: Attached, result: ReadResult) -> Attachment:
    """The attachment with its text, where its format has a reader; else the reason.

    What is attached to an attached message is part of its text: a letter that was passed on.
    """
    pieces = _pieces(result)
    reasons = (result.reason, *(one.reason for one in pieces))
    return Attachment(
        name=part.name and clean(part.name),
        bytes=len(part.content),
        encrypted=result.reason_code == "encrypted",
        media_type=part.media_type,
        sha256=hashlib.sha256(part.content).hexdigest(),
        text="\n\n".join(one.text for one in pieces if one.text.strip()),
        pages=tuple(page for one in pieces for page in one.pages),
        reason="; ".join(filter(None, reasons)) or None,
        notes=tuple(note for one in pieces for note in one.notes),
        passed_over=_holds_no_words(part, result.reason_code),
    )


def _pieces(result: ReadResult) -> tuple[Reading | Attachment, ...]:
    """What was read of an attachment, and what is attached to messages in it."""
    inner = (one for item in result.items if item.mail for one in item.mail.attachments)
    return (*result.items, *(one for one in inner if not one.passed_over))


def _holds_no_words(part: Attached, code: str | None) -> bool:
    """A logo, the signature of a mail program, an empty part that nobody gave a name."""
    is_signature = part.media_type in _SIGNATURES and code == "no_reader"
    return code == _TOO_SMALL or is_signature or (code == "empty" and not part.name)


def read_attached(part: Attached, read_part: PartReader) -> ReadResult:
    """What is in it; logos and other small pictures are passed over.

    A TIFF is a fax or a scan, however small: a page in Group 4 takes a few kilobytes.
    """
    is_picture = part.media_type.startswith("image/") and not part.content.startswith(_TIFF)
    if is_picture and len(part.content) < _SMALL_IMAGE_BYTES:
        return ReadResult(reason_code=_TOO_SMALL, reason="too small an image for a page")
    return read_part(part.content, part.name or "", part.media_type)
