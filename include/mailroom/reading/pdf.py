"""PDF: the text layer where it is sound, OCR of the rendered page where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailroom.reading import budget, ocr
from mailroom.reading.charsets import clean
from mailroom.reading.layers import is_doubtful, is_sound
from mailroom.reading.limits import MAX_PAGES, MAX_PIXELS
from mailroom.reading.reasons import quarantined, unreadable
from mailroom.records.reading import Page, PageMethod, Reading, ReadResult

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage

_OCR_DPI = 300
_MAX_SIDE = 6_000
_STAMP_CHARACTERS = 60
_WHOLE_PAGE = 0.6
_MAX_ANNOTATIONS = 2_000
_SURE = 0.75


def read(content: bytes) -> ReadResult:
    """Every page by the better way. Raises UnreadableContent: `encrypted`, `too_many_pages`, …"""
    document = _open(content)
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise unreadable("too_many_pages")
        if count == 0:
            raise unreadable("damaged")
        notes: list[str] = []
        pages = tuple(_page(document, number, notes) for number in range(count))
    finally:
        document.close()
    items = (Reading(text=ocr.joined(pages), pages=pages, notes=tuple(notes)),)
    if all(page.method is PageMethod.NONE for page in pages):
        return quarantined("timed_out" if budget.is_spent() else "damaged", items, tuple(notes))
    return ReadResult(items=items, notes=tuple(notes))


def _open(content: bytes) -> PdfDocument:
    import pypdfium2
    from pypdfium2 import raw

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as fault:
        locked = fault.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise unreadable("encrypted" if locked else "damaged") from None


def _page(document: PdfDocument, number: int, notes: list[str]) -> Page:
    import pypdfium2

    try:
        page = document[number]
        try:
            return _read_page(_with_annotations(document, number, page), number, notes)
        finally:
            page.close()
    except pypdfium2.PdfiumError:
        notes.append(f"page {number + 1} is damaged")
        return Page("", PageMethod.NONE)


def _with_annotations(document: PdfDocument, number: int, page: PdfPage) -> PdfPage:
    """The page with form fields and comments made part of it, where it has any."""
    from pypdfium2 import raw

    if not _has_words_in_annotations(page):
        return page
    if raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_SUCCESS:
        return page
    return document[number]


def _has_words_in_annotations(page: PdfPage) -> bool:
    """Form fields and text boxes: the kinds whose words are drawn on the page."""
    from pypdfium2 import raw

    for number in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MAX_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, number)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind in (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT):
            return True
    return False


def _read_page(page: PdfPage, number: int, notes: list[str]) -> Page:
    text = _text_layer(page)
    sound, doubtful = is_sound(text), is_doubtful(text)
    if sound and not doubtful and not _is_stamped_scan(page, text):
        return Page(text, PageMethod.TEXT_LAYER)
    read = ocr.page_of(_rendered(page), number + 1, notes)
    if not sound:
        return read
    better = (read.confidence or 0.0) >= _SURE if doubtful else _letters(read.text) > _letters(text)
    return read if better else Page(text, PageMethod.TEXT_LAYER)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _is_stamped_scan(page: PdfPage, text: str) -> bool:
    """A scan that a fax server or a copier wrote a line of text on."""
    return _letters(text) < _STAMP_CHARACTERS and _is_scan(page)


def _text_layer(page: PdfPage) -> str:
    layer = page.get_textpage()
    try:
        return clean(layer.get_text_bounded(errors="replace")).strip()
    finally:
        layer.close()


def _is_scan(page: PdfPage) -> bool:
    """True when pictures cover most of the page: one, or the strips that some scanners make."""
    from pypdfium2 import raw

    width, height = page.get_size()
    covered = 0.0
    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = item.get_bounds()
        covered += (right - left) * (top - bottom)
    return bool(covered >= _WHOLE_PAGE * width * height)


def _rendered(page: PdfPage) -> Image:
    """The page at 300 dots an inch, or fewer where that would be more than the limits."""
    width, height = page.get_size()
    scale = _OCR_DPI / 72
    scale = min(scale, _MAX_SIDE / max(width, height, 1))
    if width * height * scale * scale > MAX_PIXELS:
        scale = (MAX_PIXELS / (width * height)) ** 0.5
    picture: Image = page.render(scale=scale, grayscale=True).to_pil()
    return picture
