"""Sets a message as a page: an image, or a PDF with its text."""

from __future__ import annotations

import io
import json
import shutil
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mailroom.records.mail import Agency
from mailroom.samples.agencies import AgencyFacts
from mailroom.samples.messages import Message

if TYPE_CHECKING:
    from PIL.Image import Image

FONTS = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")
# Hairlines do not live through 98 lines an inch.
FAX_FONTS = ("Libertinus Serif", "DejaVu Sans Mono")


@dataclass(frozen=True, slots=True)
class LetterPage:
    """What the layout shows. `size` in points; `cover` holds the lines of a fax cover sheet."""

    paper: str
    font: str
    size: float
    sender_right: bool
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    dated: str
    references: tuple[str, ...]
    greeting: str
    heading: str
    paragraphs: tuple[str, ...]
    closing: str
    signature: tuple[str, ...]
    cover: tuple[str, ...] = ()


def fax_page(message: Message, facts: AgencyFacts, *, cover: bool) -> LetterPage:
    """The letter as people type one they are going to fax: larger, in a sturdy font."""
    page = letter_page(message, facts)
    font = FAX_FONTS[message.scene.number % len(FAX_FONTS)]
    sheet = _cover(message, facts, page.dated) if cover else ()
    return replace(page, font=font, size=12 if font == "DejaVu Sans Mono" else 14, cover=sheet)


def letter_page(message: Message, facts: AgencyFacts) -> LetterPage:
    """Lay a message out as a letter; font and address block vary with its number."""
    scene, writer = message.scene, message.scene.writer
    number = scene.number
    block = tuple(filter(None, (writer.organisation or writer.name, *writer.address)))
    contact = _contact(message) if number % 2 else ()
    dated = _dated(scene.received_at.astimezone(facts.zone), facts.agency)
    return LetterPage(
        paper=facts.paper,
        font=FONTS[number % len(FONTS)],
        size=10.5 if FONTS[number % len(FONTS)] == "DejaVu Sans Mono" else 12,
        sender_right=number % 3 == 0,
        sender=block + contact,
        recipient=facts.office_address,
        dated=dated,
        references=message.reference_lines,
        greeting=message.greeting,
        heading=message.subject if number % 4 else "",
        paragraphs=message.paragraphs,
        closing=message.closing,
        signature=message.signature,
    )


class Typesetter:
    """Renders pages with the fonts Typst carries, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        import typst

        self._data = folder / "letter.json"
        shutil.copyfile(Path(__file__).with_name("page.typ"), folder / "page.typ")
        self._data.write_text("{}", encoding="utf-8")
        self._compiler = typst.Compiler(folder / "page.typ", ignore_system_fonts=True)

    def images(self, page: LetterPage, dots_per_inch: float) -> list[Image]:
        """Grey pages."""
        from PIL import Image

        self._set(page)
        made = self._compiler.compile(format="png", ppi=dots_per_inch)
        sheets = made if isinstance(made, list) else [made]
        return [Image.open(io.BytesIO(sheet)).convert("L") for sheet in sheets if sheet]

    def pdf(self, page: LetterPage, moment: datetime) -> bytes:
        """A PDF with a text layer, dated `moment`."""
        self._set(page)
        made = self._compiler.compile(format="pdf", timestamp=moment)
        if not isinstance(made, bytes):
            raise TypeError("Typst gave no PDF for a letter; is its layout page.typ whole?")
        return made

    def _set(self, page: LetterPage) -> None:
        self._data.write_text(json.dumps(asdict(page)), encoding="utf-8")


def _contact(message: Message) -> tuple[str, ...]:
    if not message.scene.writer.email:
        return ()
    return (f"Telephone {message.scene.writer.telephone}", message.scene.writer.email)


def _cover(message: Message, facts: AgencyFacts, dated: str) -> tuple[str, ...]:
    return (
        f"To: {facts.name}",
        f"From: {message.signature[-1]}",
        f"Date: {dated}",
        "Pages: 2 with this one",
        f"About: {message.subject}",
    )


def _dated(local: datetime, agency: Agency) -> str:
    if agency is Agency.CMS:
        return f"{local.day} {local:%B} {local.year}"
    return f"{local:%B} {local.day}, {local.year}"
