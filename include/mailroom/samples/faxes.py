"""A HylaFAX spool: received faxes as CCITT TIFF, and the log of transfers.

`recvq/fax00000012.tif` and `log/xferfaxlog`; both give local time, the log to the minute.
"""

from __future__ import annotations

import io
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mailroom.records.mail import Channel
from mailroom.samples.agencies import AgencyFacts
from mailroom.samples.damage import Damage, damage_of, damaged
from mailroom.samples.deliveries import Delivered, Delivery, Progress
from mailroom.samples.numbers import international
from mailroom.samples.pages import Typesetter, fax_page
from mailroom.samples.scans import laid_on_glass

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH = 1728
ACROSS = 204
FIRST_NUMBER = 12
DAMAGES = (Damage.TRUNCATED, Damage.GARBAGE)


@dataclass(frozen=True, slots=True)
class FaxForm:
    """Compression, lines an inch, two-dimensional coding, a cover sheet before the letter."""

    compression: str
    down: int
    two_dimensional: bool
    cover: bool


FORMS = (
    FaxForm("group3", 196, False, False),
    FaxForm("group4", 196, False, True),
    FaxForm("group3", 98, False, False),
    FaxForm("group3", 196, True, False),
    FaxForm("group4", 196, False, False),
)


class FaxMachine:
    """Receives faxes into one spool folder."""

    def __init__(self, facts: AgencyFacts, typesetter: Typesetter, seed: int) -> None:
        self._facts = facts
        self._typesetter = typesetter
        self._seed = seed
        self._made = 0

    def deliver(
        self, deliveries: Sequence[Delivery], folder: Path, progress: Progress
    ) -> list[Delivered]:
        """Write the queue and the log; references are the names of the queue's files."""
        queue, log = folder / "recvq", folder / "log"
        queue.mkdir(parents=True, exist_ok=True)
        log.mkdir(exist_ok=True)
        made: dict[int, tuple[bytes, int]] = {}
        done, lines = [], []
        for position, delivery in enumerate(deliveries):
            content, pages, damage = self._content(delivery, made)
            made[delivery.number] = (content, pages)
            name = f"fax{FIRST_NUMBER + position:08d}.tif"
            moment = delivery.received_at.replace(second=0)
            (queue / name).write_bytes(content)
            os.utime(queue / name, (moment.timestamp(),) * 2)
            lines.append(self._log_line(position, delivery, name, pages))
            done.append(Delivered(delivery, Channel.FAX, name, moment, damage))
            progress()
        (log / "xferfaxlog").write_text("".join(lines), encoding="ascii")
        return done

    def _content(
        self, delivery: Delivery, made: dict[int, tuple[bytes, int]]
    ) -> tuple[bytes, int, Damage | None]:
        if delivery.copy_of is not None:
            return (*made[delivery.copy_of], None)
        form = FORMS[self._made % len(FORMS)]
        self._made += 1
        sheets = self._sheets(delivery, form)
        content = fax_tiff(sheets, form, self._tags(delivery, form))
        damage = damage_of(delivery.message, DAMAGES)
        return (damaged(content, damage) if damage else content), len(sheets), damage

    def _sheets(self, delivery: Delivery, form: FaxForm) -> list[Image]:
        chance = random.Random(f"fax:{self._facts.agency}:{self._seed}:{delivery.number}")
        page = fax_page(delivery.message, self._facts, cover=form.cover)
        sheets = self._typesetter.images(page, ACROSS)
        return [as_fax(laid_on_glass(sheet, chance, 0.8), form.down) for sheet in sheets]

    def _tags(self, delivery: Delivery, form: FaxForm) -> dict[int, str | int]:
        local = delivery.received_at.astimezone(self._facts.zone).replace(second=0)
        tags: dict[int, str | int] = {
            270: self._sender(delivery),
            271: "ROCKWELL",
            272: "AC/K56",
            305: "HylaFAX (tm) Version 6.0.7",
            306: f"{local:%Y:%m:%d %H:%M:%S}",
            316: f"fax.{self._facts.agency}.test",
        }
        if form.compression == "group3":
            tags[292] = int(form.two_dimensional)
        return tags

    def _sender(self, delivery: Delivery) -> str:
        writer = delivery.message.scene.writer
        return international(writer.fax or writer.telephone)

    def _log_line(self, position: int, delivery: Delivery, name: str, pages: int) -> str:
        local: datetime = delivery.received_at.astimezone(self._facts.zone)
        sender = self._sender(delivery)
        lasted = f"00:0{min(pages, 9)}:12"
        columns = (
            f"{local:%m/%d/%y %H:%M}",
            "RECV",
            f"{position + 1:09d}",
            "ttyS0",
            f"recvq/{name}",
            '""',
            "fax",
            f'"{self._facts.fax}"',
            f'"{sender}"',
            "34178",
            str(pages),
            lasted,
            lasted,
            '""',
            '""',
            f'"{sender}"',
            '""',
            '""',
            '"00 00 00"',
        )
        return "\t".join(columns) + "\n"


def as_fax(sheet: Image, down: int) -> Image:
    """The page 1,728 dots wide and `down` lines an inch, one bit a dot."""
    from PIL import Image

    height = round(sheet.height * down / ACROSS)
    small = sheet.resize((WIDTH, height), Image.Resampling.BOX)
    return small.point(lambda value: 255 if value > 150 else 0).convert("1")


def fax_tiff(sheets: Sequence[Image], form: FaxForm, tags: dict[int, str | int]) -> bytes:
    """One TIFF of all pages, as a fax server keeps it."""
    from PIL.TiffImagePlugin import ImageFileDirectory_v2

    directory = ImageFileDirectory_v2()
    for tag, value in tags.items():
        directory[tag] = value
    stream = io.BytesIO()
    sheets[0].save(
        stream,
        "TIFF",
        compression=form.compression,
        dpi=(ACROSS, form.down),
        tiffinfo=directory,
        save_all=True,
        append_images=list(sheets[1:]),
    )
    return stream.getvalue()
