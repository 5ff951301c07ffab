"""Images and faxes: every frame upright, with square pixels, as grey levels for OCR."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailroom.errors import UnreadableContent
from mailroom.reading import budget, ocr
from mailroom.reading.limits import MAX_PAGES, MAX_PIXELS
from mailroom.reading.reasons import quarantined, unreadable
from mailroom.records.reading import Page, PageMethod, Reading, ReadResult

if TYPE_CHECKING:
    from PIL.Image import Image

_FAULTS = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError)
_SQUARE = 1.15
_HEIC = (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"hevc")


@dataclass(frozen=True, slots=True)
class _Frames:
    """How far the frames of a file went: pages, and notes on what was wrong with some."""

    pages: tuple[Page, ...]
    notes: tuple[str, ...]


def read(content: bytes) -> ReadResult:
    """OCR of every frame. Damaged frames are pages that nobody looked at."""
    from PIL.Image import DecompressionBombError, DecompressionBombWarning

    with _strict_pillow():
        try:
            frames = _read_frames(content)
        except UnreadableContent as fault:
            return quarantined(fault.code)
        except (DecompressionBombError, DecompressionBombWarning):
            return quarantined("image_too_large")
    if not frames.pages:
        return quarantined("image_damaged")
    reading = Reading(text=ocr.joined(frames.pages), pages=frames.pages, notes=frames.notes)
    if all(page.method is PageMethod.NONE for page in frames.pages):
        code = "timed_out" if budget.is_spent() else "image_damaged"
        return quarantined(code, (reading,), frames.notes)
    return ReadResult(items=(reading,), notes=frames.notes)


@contextmanager
def _strict_pillow() -> Iterator[None]:
    """Pillow with our own limit; it only warns between one and two times its limit."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


def _read_frames(content: bytes) -> _Frames:
    if _has_too_many_pages(content):
        raise unreadable("too_many_pages")
    picture = _open(content)
    pages: list[Page] = []
    notes: list[str] = []
    for number in range(MAX_PAGES):
        try:
            picture.seek(number)
        except EOFError:
            break
        except _FAULTS:
            notes.append(f"frame {number + 1} and what follows are damaged")
            break
        pages.append(_page(picture, number, notes))
    return _Frames(tuple(pages), tuple(notes))


def _has_too_many_pages(content: bytes) -> bool:
    """Counted before the first is read: OCR of 200 pages for nothing takes minutes."""
    picture = _open(content)
    try:
        for number in range(MAX_PAGES + 1):
            picture.seek(number)
    except _FAULTS:
        return False
    return True


def _open(content: bytes) -> Image:
    from PIL import Image, UnidentifiedImageError

    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    try:
        return Image.open(io.BytesIO(content))
    except UnidentifiedImageError:
        raise unreadable("damaged") from None
    except _FAULTS:
        raise unreadable("image_damaged") from None


def _page(picture: Image, number: int, notes: list[str]) -> Page:
    if picture.width * picture.height > MAX_PIXELS:
        raise unreadable("image_too_large")
    try:
        whole = _loaded(picture)
        grey = upright_grey(picture)
    except _FAULTS:
        notes.append(f"frame {number + 1} is damaged")
        return Page("", PageMethod.NONE)
    page = ocr.page_of(grey, number + 1, notes)
    if whole:
        return page
    notes.append(f"frame {number + 1} is cut off or damaged")
    return page if page.text else Page("", PageMethod.NONE)


def _loaded(picture: Image) -> bool:
    """Decode the frame; False when only a part of it could be: a fax cut off is still a fax."""
    from PIL import ImageFile

    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        picture.load()
    except (OSError, SyntaxError):
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        picture.load()
        return False
    return True


def upright_grey(picture: Image) -> Image:
    """The current frame in 256 grey levels, turned as its tag says, with square pixels."""
    from PIL import ImageOps

    resolution = picture.info.get("dpi")
    upright = ImageOps.exif_transpose(picture)
    turned = upright.size != picture.size
    grey = _grey(upright)
    if not isinstance(resolution, tuple) or len(resolution) != 2:
        return grey
    across, down = (float(each) for each in (reversed(resolution) if turned else resolution))
    return _squared(grey, across, down)


def _squared(grey: Image, across: float, down: float) -> Image:
    """Standard fax has 204x98 dots an inch: stretch the coarser side."""
    from PIL.Image import Resampling

    if not (0 < across < 10_000 and 0 < down < 10_000):
        return grey
    ratio = across / down
    if ratio > _SQUARE and ratio < 4:
        return grey.resize((grey.width, round(grey.height * ratio)), Resampling.BILINEAR)
    if ratio < 1 / _SQUARE and ratio > 0.25:
        return grey.resize((round(grey.width / ratio), grey.height), Resampling.BILINEAR)
    return grey


def _grey(picture: Image) -> Image:
    from PIL import Image

    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        return _stretched(picture)
    if picture.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in picture.info:
        layers = picture.convert("RGBA")
        paper = Image.new("RGBA", layers.size, "white")
        return Image.alpha_composite(paper, layers).convert("L")
    return picture.convert("L")


def _stretched(picture: Image) -> Image:
    """More than 8 bits a pixel: darkest to lightest as 0 to 255."""
    import numpy as np
    from PIL import Image

    levels = np.asarray(picture.convert("F") if picture.mode == "F" else picture, dtype=np.float32)
    low, high = float(np.nanmin(levels)), float(np.nanmax(levels))
    span = high - low if high > low else 1.0
    return Image.fromarray(((levels - low) * (255.0 / span)).astype(np.uint8), mode="L")
