"""Small real files, made in the test that reads them."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from mailroom.reading.content import read_content
from mailroom.records.reading import Mail, Reading

LETTER = ("Dear Sir or Madam,", "Please send me a statement", "of all payments since March.")


def message(text: str = "Please call me.", **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Alex Example <alex@example.com>"
    made["To"] = "office@agency.example"
    made["Subject"] = "My case"
    made["Date"] = "Fri, 20 Nov 2026 10:00:00 +0100"
    made["Message-ID"] = "<1@example.com>"
    for name, value in headers.items():
        header = name.replace("_", "-")
        del made[header]
        made[header] = value
    made.set_content(text)
    return made


def reading_of(content: bytes, name: str = "file") -> Reading:
    result = read_content(content, name)
    assert not result.quarantined, result.reason
    return result.items[0]


def mail_of(content: bytes) -> Mail:
    mail = reading_of(content, "message.eml").mail
    assert mail is not None
    return mail


def page(lines: tuple[str, ...] = LETTER, size: tuple[int, int] = (1700, 1100)) -> Image.Image:
    picture = Image.new("L", size, 255)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=44)
    for number, line in enumerate(lines):
        draw.text((150, 150 + 90 * number), line, fill=0, font=font)
    return picture


def saved(picture: Image.Image, form: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, form, **options)
    return stream.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def pdf_with_text(*pages: str) -> bytes:
    import typst

    text = "#pagebreak()\n".join(f"{words}\n" for words in pages)
    return bytes(typst.compile(text.encode()))
