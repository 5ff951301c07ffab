"""PDF: the text layer where it is sound, OCR of the rendered page where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailroom.reading import ocr
from mailroom.reading.charsets import clean
from mailroom.reading.limits import MAX_PAGES, MAX_PIXELS
from mailroom.reading.reasons import unreadable
from mailroom.records.reading import Page, PageMethod, Reading, ReadResult

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage

_OCR_DPI = 300
_MAX_SIDE = 6_000
_STAMP_CHARACTERS = 60
_WHOLE_PAGE = 0.6
_MAX_GARBAGE = 0.15


def read(content: bytes) -> ReadResult:
    """Every page by the better way. Raises UnreadableContent: `encrypted`, `too_many_pages`, …"""
    document = _open(content)
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise unreadable("too_many_pages")
        if count == 0:
            raise unreadable("damaged")
        budget, notes = ocr.Budget(), list[str]()
        pages = tuple(_page(document, number, budget, notes) for number in range(count))
    finally:
        document.close()
    return ReadResult(items=(Reading(text=ocr.joined(pages), pages=pages),), notes=tuple(notes))


def _open(content: bytes) -> PdfDocument:
    import pypdfium2
    from pypdfium2 import raw

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as fault:
        locked = fault.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise unreadable("encrypted" if locked else "damaged") from None


def _page(document: PdfDocument, number: int, budget: ocr.Budget, notes: list[str]) -> Page:
    import pypdfium2

    try:
        page = document[number]
        try:
            return _read_page(_with_annotations(document, number, page), number, budget, notes)
        finally:
            page.close()
    except pypdfium2.PdfiumError:
        notes.append(f"page {number + 1} is damaged")
        return Page("", PageMethod.NONE)


def _with_annotations(document: PdfDocument, number: int, page: PdfPage) -> PdfPage:
    """The page with form fields and comments made part of it, where it has any."""
    from pypdfium2 import raw

    if raw.FPDFPage_GetAnnotCount(page.raw) <= 0:
        return page
    if raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_SUCCESS:
        return page
    return document[number]


def _read_page(page: PdfPage, number: int, budget: ocr.Budget, notes: list[str]) -> Page:
    text = _text_layer(page)
    letters = sum(map(str.isalnum, text))
    if is_sound(text) and not (letters < _STAMP_CHARACTERS and _is_scan(page)):
        return Page(text, PageMethod.TEXT_LAYER)
    read = ocr.page_of(_rendered(page), budget, number + 1, notes)
    if text and is_sound(text) and sum(map(str.isalnum, read.text)) <= letters:
        return Page(text, PageMethod.TEXT_LAYER)
    return read


def _text_layer(page: PdfPage) -> str:
    layer = page.get_textpage()
    try:
        return clean(layer.get_text_bounded(errors="replace")).strip()
    finally:
        layer.close()


def is_sound(text: str) -> bool:
    """False for an empty layer and for one whose characters are no letters anybody knows."""
    characters = [character for character in text if not character.isspace()]
    if not characters:
        return False
    strange = sum(map(_is_strange, characters))
    return strange / len(characters) <= _MAX_GARBAGE


def _is_strange(character: str) -> bool:
    """Control, private-use and replacement characters: a font without a mapping."""
    code = ord(character)
    return code < 0x20 or 0x7F <= code < 0xA0 or 0xE000 <= code < 0xF900 or code >= 0xFFFD


def _is_scan(page: PdfPage) -> bool:
    """True when one picture covers most of the page."""
    from pypdfium2 import raw

    width, height = page.get_size()
    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) >= _WHOLE_PAGE * width * height:
            return True
    return False


def _rendered(page: PdfPage) -> Image:
    """The page at 300 dots an inch, or fewer where that would be more than the limits."""
    width, height = page.get_size()
    scale = _OCR_DPI / 72
    scale = min(scale, _MAX_SIDE / max(width, height, 1))
    if width * height * scale * scale > MAX_PIXELS:
        scale = (MAX_PIXELS / (width * height)) ** 0.5
    picture: Image = page.render(scale=scale, grayscale=True).to_pil()
    return picture
