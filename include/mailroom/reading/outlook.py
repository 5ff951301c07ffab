"""Outlook messages (.msg, [MS-OXMSG]) to a Reading."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from mailroom.reading import automatic, html, mail, mime, people, quoting, words
from mailroom.reading.bodies import Attached
from mailroom.reading.charsets import clean, decode
from mailroom.reading.ole import stream
from mailroom.reading.words import squeezed
from mailroom.records.reading import Attachment, Mail, Mailbox, Reading

if TYPE_CHECKING:
    from olefile import OleFileIO

_PROPERTIES = "__properties_version1.0"
_TO, _CC = 1, 2
_FILE_TIME_START = datetime(1601, 1, 1, tzinfo=UTC)


def is_message(compound: OleFileIO) -> bool:
    """True for a message saved by Outlook."""
    return bool(compound.exists(_PROPERTIES))


def read(compound: OleFileIO, context: mail.Context) -> Reading:
    """One message with its attachments. Raises UnreadableContent."""
    headers = mime.parse(_text(compound, "", "007D").encode("utf-8", "replace"))
    text = _body(compound)
    halves = quoting.split(text)
    bounce = automatic.is_bounce(headers, text)
    subject = squeezed(_text(compound, "", "0037"))
    attachments = tuple(
        _attachment(compound, each, context) for each in _folders(compound, "attach")
    )
    written = Mail(
        subject=subject,
        from_name=squeezed(_text(compound, "", "0C1A")),
        from_email=_sender_email(compound, headers),
        message_id=(squeezed(_text(compound, "", "1035")) or "").strip("<>") or None,
        to=_people(compound, _TO),
        cc=_people(compound, _CC),
        date_utc=_date(compound, headers),
        is_bounce=bounce,
        is_auto_reply=automatic.is_auto_reply(headers, bounce=bounce),
        attachments=attachments,
        new_text=halves.new,
        quoted_text=halves.quoted,
        several_from=mail.names_several_senders(headers),
    )
    return Reading(text=text, mail=written)


def _body(compound: OleFileIO) -> str:
    text = _text(compound, "", "1000")
    if text.strip():
        return clean(text)
    content = stream(compound, "__substg1.0_10130102")
    return html.to_text(decode(content, html.declared_charset(content)))


def _text(compound: OleFileIO, folder: str, code: str) -> str:
    """A text property, Unicode or else 8-bit; empty where absent."""
    wide = stream(compound, f"{folder}__substg1.0_{code}001F")
    if wide:
        return clean(wide.decode("utf-16-le", "replace"))
    return decode(stream(compound, f"{folder}__substg1.0_{code}001E"))


def _folders(compound: OleFileIO, kind: str) -> list[str]:
    found = {entry[0] for entry in compound.listdir(streams=True) if len(entry) > 1}
    return sorted(f"{name}/" for name in found if name.startswith(f"__{kind}_version1.0_"))


def _sender_email(compound: OleFileIO, headers: mime.Part) -> str | None:
    for code in ("5D01", "0C1F", "5D02"):
        address = _text(compound, "", code).strip()
        if "@" in address:
            return address
    boxes = people.mailboxes(headers.first("from") or b"")
    return boxes[0].email if boxes else None


def _people(compound: OleFileIO, kind: int) -> tuple[Mailbox, ...]:
    return tuple(
        Mailbox(
            squeezed(_text(compound, folder, "3001")),
            next(
                (a for a in (_text(compound, folder, c) for c in ("39FE", "3003")) if "@" in a),
                None,
            ),
        )
        for folder in _folders(compound, "recip")
        if _fixed(compound, f"{folder}{_PROPERTIES}", 8, 0x0C15) == kind
    )


def _fixed(compound: OleFileIO, name: str, header_bytes: int, code: int) -> int | None:
    """A fixed-size property by its number, as a whole number of 8 bytes."""
    content = stream(compound, name)[header_bytes:]
    for place in range(0, len(content) - 15, 16):
        if struct.unpack_from("<H", content, place + 2)[0] == code:
            return int(struct.unpack_from("<Q", content, place + 8)[0])
    return None


def _date(compound: OleFileIO, headers: mime.Part) -> datetime | None:
    raw = headers.first("date")
    if raw is not None:
        return people.moment(raw)
    ticks = _fixed(compound, _PROPERTIES, 32, 0x0039) or _fixed(compound, _PROPERTIES, 32, 0x0E06)
    if ticks is None or ticks > 10**18:
        return None
    return _FILE_TIME_START + timedelta(microseconds=ticks // 10)


def _attachment(compound: OleFileIO, folder: str, context: mail.Context) -> Attachment:
    name = squeezed(_text(compound, folder, "3707") or _text(compound, folder, "3704"))
    content = stream(compound, f"{folder}__substg1.0_37010102")
    media_type = squeezed(_text(compound, folder, "370E")) or "application/octet-stream"
    if not content:
        return Attachment(name, 0, False, media_type, reason="a message or object inside a message")
    kind = words.parameters(media_type.encode())[0]
    part = Attached(name, kind, content)
    return mail.attachment_of(part, mail.read_attached(part, context.read_part))
