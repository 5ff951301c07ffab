"""The scanner's folder: letters as images, a little askew and speckled.

The scanner names a file by its own clock, in the agency's zone: `scan_YYYYMMDD_HHMMSS_nnn.pdf`.
"""

from __future__ import annotations

import io
import os
import random
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mailroom.records.mail import Channel
from mailroom.samples.agencies import AgencyFacts
from mailroom.samples.damage import Damage, damage_of, damaged
from mailroom.samples.deliveries import Delivered, Delivery, Progress
from mailroom.samples.pages import LetterPage, Typesetter, letter_page

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS_PER_INCH = 200
SPECKLES_PER_MILLION = 60
DAMAGES = (Damage.TRUNCATED, Damage.GARBAGE, Damage.LOCKED, Damage.EMPTY)


class Scanner:
    """Turns letters into files of the scanner's folder."""

    def __init__(self, facts: AgencyFacts, typesetter: Typesetter, seed: int) -> None:
        self._facts = facts
        self._typesetter = typesetter
        self._seed = seed
        self._made = 0
        self._forms: tuple[tuple[str, Callable[[LetterPage, Delivery], bytes]], ...] = (
            ("pdf", self._grey_pdf),
            ("pdf", self._black_pdf),
            ("png", self._png),
            ("pdf", self._grey_pdf),
            ("jpg", self._jpeg),
            ("pdf", self._text_pdf),
        )

    def deliver(
        self, deliveries: Sequence[Delivery], folder: Path, progress: Progress
    ) -> list[Delivered]:
        """Write all letters into `folder`, and say under which name each came."""
        folder.mkdir(parents=True, exist_ok=True)
        made: dict[int, tuple[bytes, str]] = {}
        done = []
        for position, delivery in enumerate(deliveries):
            content, ending, damage = self._content(delivery, made)
            made[delivery.number] = (content, ending)
            done.append(self._file(position, delivery, content, ending, damage, folder))
            progress()
        return done

    def _content(
        self, delivery: Delivery, made: dict[int, tuple[bytes, str]]
    ) -> tuple[bytes, str, Damage | None]:
        if delivery.copy_of is not None:
            return (*made[delivery.copy_of], None)
        page = letter_page(delivery.message, self._facts)
        damage = damage_of(delivery.message, DAMAGES)
        if damage is not None:
            return damaged(self._grey_pdf(page, delivery), damage), "pdf", damage
        ending, make = self._forms[self._made % len(self._forms)]
        self._made += 1
        return make(page, delivery), ending, None

    def _file(
        self,
        position: int,
        delivery: Delivery,
        content: bytes,
        ending: str,
        damage: Damage | None,
        folder: Path,
    ) -> Delivered:
        local = delivery.received_at.astimezone(self._facts.zone)
        name = f"scan_{local:%Y%m%d_%H%M%S}_{position % 1000:03d}.{ending}"
        path = folder / name
        path.write_bytes(content)
        os.utime(path, (delivery.received_at.timestamp(),) * 2)
        return Delivered(delivery, Channel.LETTER, name, delivery.received_at, damage)

    def _sheets(self, page: LetterPage, delivery: Delivery) -> list[Image]:
        chance = random.Random(f"scan:{self._facts.agency}:{self._seed}:{delivery.number}")
        sheets = self._typesetter.images(page, DOTS_PER_INCH)
        return [laid_on_glass(sheet, chance) for sheet in sheets]

    def _grey_pdf(self, page: LetterPage, delivery: Delivery) -> bytes:
        return image_pdf(self._sheets(page, delivery), delivery.received_at)

    def _black_pdf(self, page: LetterPage, delivery: Delivery) -> bytes:
        sheets = [black_and_white(sheet) for sheet in self._sheets(page, delivery)]
        return image_pdf(sheets, delivery.received_at)

    def _text_pdf(self, page: LetterPage, delivery: Delivery) -> bytes:
        return self._typesetter.pdf(page, delivery.received_at)

    def _png(self, page: LetterPage, delivery: Delivery) -> bytes:
        sheet = black_and_white(self._sheets(page, delivery)[0])
        stream = io.BytesIO()
        sheet.save(stream, "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
        return stream.getvalue()

    def _jpeg(self, page: LetterPage, delivery: Delivery) -> bytes:
        return jpeg(self._sheets(page, delivery)[0])


def jpeg(sheet: Image) -> bytes:
    """A page as a JPEG photograph."""
    stream = io.BytesIO()
    sheet.save(stream, "JPEG", quality=80, dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    return stream.getvalue()


def image_pdf(sheets: Sequence[Image], moment: datetime) -> bytes:
    """A PDF of page images alone, dated `moment`."""
    stream = io.BytesIO()
    dated = moment.utctimetuple()
    sheets[0].save(
        stream,
        "PDF",
        resolution=DOTS_PER_INCH,
        save_all=True,
        append_images=sheets[1:],
        creationDate=dated,
        modDate=dated,
    )
    return stream.getvalue()


def laid_on_glass(sheet: Image, chance: random.Random, degrees: float = 1.5) -> Image:
    """The page turned by up to `degrees`, on greyish paper, with dust and specks."""
    import cv2
    import numpy as np
    from PIL import Image

    pixels = np.asarray(sheet)
    height, width = pixels.shape
    angle = chance.uniform(-degrees, degrees)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(pixels, turn, (width, height), borderValue=255)
    grey = (turned.astype(np.uint16) * 225 // 255 + 18).astype(np.uint8)
    noise = np.random.default_rng(chance.getrandbits(64))
    count = height * width * SPECKLES_PER_MILLION // 1_000_000
    rows, columns = noise.integers(0, height - 1, count), noise.integers(0, width - 1, count)
    grey[rows, columns] = noise.integers(0, 120, count, dtype=np.uint8)
    grey[rows[: count // 4] + 1, columns[: count // 4]] = 40
    return Image.fromarray(grey)


def black_and_white(sheet: Image) -> Image:
    """One bit a pixel, without dither."""
    return sheet.point(lambda value: 255 if value > 140 else 0).convert("1")
