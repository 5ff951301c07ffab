"""Text taken back out of finished PDFs, to check it and to compare copies.

The lowest 8 mm of a page are the mark strip: a print batch puts its mark there, an archive copy
nothing. Letter text is all text above the strip, so that the mark never takes part in comparing.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from threading import Lock
from typing import TYPE_CHECKING

from mailroom.records.letter import PageRange

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

MARK_STRIP = 8 / 25.4 * 72
"""Height of the mark strip in points."""
_ONE_AT_A_TIME = Lock()  # two threads within PDFium bring the whole process down


def page_texts(pdf: bytes) -> list[str]:
    """Text of each page above the mark strip, line ends as \\n."""
    return [text for text, _ in _pages(pdf)]


def mark_texts(pdf: bytes) -> list[str]:
    """Text within the mark strip of each page: `12/1` in a print batch, empty in an archive."""
    return [mark for _, mark in _pages(pdf)]


def pages_with_marks(pdf: bytes) -> list[tuple[str, str]]:
    """Text and mark of each page, read in one go."""
    return _pages(pdf)


def same_text(archive_pdf: bytes, batch_pdf: bytes, pages: PageRange) -> bool:
    """True when the pages of the batch say what the archive copy says, and it has no mark."""
    if any(mark_texts(archive_pdf)):
        return False
    return same_pages(page_texts(archive_pdf), page_texts(batch_pdf), pages)


def same_pages(archive: Sequence[str], batch: Sequence[str], pages: PageRange) -> bool:
    """The same of texts already taken out: read a batch once, then compare each letter."""
    return list(archive) == list(batch[pages.first : pages.first + pages.count])


def _pages(pdf: bytes) -> list[tuple[str, str]]:
    import pypdfium2

    with _ONE_AT_A_TIME, closing(pypdfium2.PdfDocument(pdf)) as document:
        return [_page(document[number]) for number in range(len(document))]


def _page(page: PdfPage) -> tuple[str, str]:
    with closing(page), closing(page.get_textpage()) as text:
        above = text.get_text_bounded(bottom=MARK_STRIP)
        strip = text.get_text_bounded(top=MARK_STRIP)
    return above.replace("\r\n", "\n"), strip.strip()
