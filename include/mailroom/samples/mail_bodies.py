"""What stands in an email: plain text, HTML, and letters attached to it."""

from __future__ import annotations

import html
import io
import zipfile
from datetime import UTC, datetime

from mailroom.samples.agencies import AgencyFacts
from mailroom.samples.messages import Message

ZIP_DATE = (2026, 1, 1, 0, 0, 0)


def plain_text(message: Message, facts: AgencyFacts, *, quote: bool = True) -> str:
    """The whole letter as text, with the earlier message below it where one is answered."""
    blocks = [
        f"{message.greeting},",
        *message.paragraphs,
        "\n".join(message.reference_lines),
        "\n".join((f"{message.closing},", *_signature(message))),
    ]
    text = "\n\n".join(block for block in blocks if block) + "\n"
    if message.quoted and quote:
        quoted = "\n".join(f"> {line}" for line in _wrapped(message.quoted))
        text += f"\n{_attribution(message, facts)}\n>\n{quoted}\n"
    return text


def as_html(message: Message, facts: AgencyFacts) -> str:
    """The same as a page of HTML."""
    paragraphs = [
        f"{message.greeting},",
        *message.paragraphs,
        *message.reference_lines,
        f"{message.closing},",
        *_signature(message),
    ]
    body = "".join(f"<p>{html.escape(text)}</p>\n" for text in paragraphs)
    if message.quoted:
        body += (
            f"<div>{html.escape(_attribution(message, facts))}</div>\n"
            f"<blockquote>{html.escape(message.quoted)}</blockquote>\n"
        )
    return f"<html><head><style>p {{ margin: 6px }}</style></head><body>{body}</body></html>\n"


def cover_note(message: Message) -> str:
    """The few words of a mail whose letter is attached."""
    return (
        f"{message.greeting},\n\nplease see the letter attached.\n\n"
        f"{message.closing},\n{message.signature[0]}\n"
    )


def as_docx(message: Message) -> bytes:
    """The letter as a Word file, with fixed dates inside."""
    import docx

    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = datetime(2026, 1, 1)
    for text in (
        f"{message.greeting},",
        *message.paragraphs,
        *message.reference_lines,
        f"{message.closing},",
        *message.signature,
    ):
        document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return _dated_zip(stream.getvalue())


def _signature(message: Message) -> tuple[str, ...]:
    contact = (f"Tel. {message.scene.writer.telephone}",) if message.scene.number % 2 else ()
    return message.signature + contact


def _attribution(message: Message, facts: AgencyFacts) -> str:
    earlier = datetime.fromtimestamp(message.scene.received_at.timestamp() - 260_000, UTC)
    local = earlier.astimezone(facts.zone)
    return f"On {local:%a, %d %b %Y at %H:%M}, {facts.name} <{facts.mailbox}> wrote:"


def _wrapped(text: str, width: int = 70) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return lines


def _dated_zip(content: bytes) -> bytes:
    """The same archive with one date on every member, so that the bytes never change."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(
                zipfile.ZipInfo(name, ZIP_DATE), source.read(name), zipfile.ZIP_DEFLATED
            )
    return stream.getvalue()
