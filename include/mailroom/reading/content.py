"""Any file to a ReadResult: finds out what it is and hands it to the reader of that format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mailroom.errors import UnreadableContent
from mailroom.reading import budget, charsets, html, mail, mbox
from mailroom.reading.limits import MAX_CONTENT_BYTES, MAX_NESTING
from mailroom.reading.reasons import quarantined, unreadable
from mailroom.reading.sniffing import Format, sniff
from mailroom.records.reading import Reading, ReadResult

if TYPE_CHECKING:
    from mailroom.reading.archives import Archive

NO_WORDS = "no words were found in it: it is blank, handwritten or a picture"


def read_content(
    content: bytes,
    file_name: str,
    media_type: str | None = None,
    *,
    own_server: str | None = None,
) -> ReadResult:
    """Read a file. Bad data never raises: it comes back quarantined, with a code of `reasons`.

    `file_name` is metadata: only its suffix counts, and only where the bytes say nothing.
    `own_server` is the authserv-id whose Authentication-Results are believed. MemoryError and
    faults of the machine do raise.
    """
    budget.begin()
    return _Reader(own_server).read(content, file_name, media_type)


class _Reader:
    """Dispatch, with how deep we are in attachments of attachments."""

    def __init__(self, own_server: str | None, nesting: int = 0) -> None:
        self._own_server = own_server
        self._nesting = nesting

    def read(self, content: bytes, file_name: str, media_type: str | None) -> ReadResult:
        if len(content) > MAX_CONTENT_BYTES:
            return quarantined("too_large")
        if not content.strip():
            return quarantined("empty")
        try:
            return _without_words_noted(self._dispatch(content, file_name, media_type))
        except UnreadableContent as fault:
            return quarantined(fault.code)
        except RecursionError:
            return quarantined("nested_too_deep")
        except MemoryError:
            raise
        except Exception:
            # What breaks a reader over an attachment must not take the mail with it.
            if not self._nesting:
                raise
            return quarantined("reader_crashed")

    def _dispatch(self, content: bytes, file_name: str, media_type: str | None) -> ReadResult:
        found = sniff(content, file_name, media_type)
        if found is None:
            raise unreadable("no_reader")
        readers: dict[Format, Callable[[bytes], ReadResult]] = {
            Format.COMPOUND: self._compound,
            Format.EMAIL: self._email,
            Format.HTML: _html,
            Format.IMAGE: _image,
            Format.MBOX: self._mbox,
            Format.PDF: _pdf,
            Format.RTF: _rtf,
            Format.TEXT: _text,
            Format.TNEF: _none,
            Format.ZIP: self._zip,
        }
        return readers[found](content)

    def _inner(self) -> Callable[[bytes, str, str | None], ReadResult]:
        if self._nesting >= MAX_NESTING:
            return lambda content, file_name, media_type: quarantined("nested_too_deep")
        return _Reader(None, self._nesting + 1).read

    def _email(self, content: bytes) -> ReadResult:
        context = mail.Context(self._inner(), self._own_server)
        return ReadResult(items=(mail.read_message(content, context),))

    def _mbox(self, content: bytes) -> ReadResult:
        context = mail.Context(self._inner(), self._own_server)
        messages = mbox.messages(content)
        return ReadResult(items=tuple(mail.read_message(each, context) for each in messages))

    def _compound(self, content: bytes) -> ReadResult:
        from mailroom.reading import ole, outlook

        compound = ole.open_compound(content)
        if outlook.is_message(compound):
            context = mail.Context(self._inner(), None)
            return ReadResult(items=(outlook.read(compound, context),))
        if ole.is_word(compound):
            return ReadResult(items=(Reading(text=charsets.clean(ole.word_text(compound))),))
        raise unreadable("no_reader")

    def _zip(self, content: bytes) -> ReadResult:
        from mailroom.reading import docx, odf, xlsx
        from mailroom.reading.archives import Archive

        archive = Archive(content)
        for recognises, read in (
            (docx.is_docx, docx.read),
            (odf.is_odf, odf.read),
            (xlsx.is_xlsx, xlsx.read),
        ):
            if recognises(archive):
                return _cleaned(read(archive))
        return self._members(archive)

    def _members(self, archive: Archive) -> ReadResult:
        """A plain zip: an item for each file that can be read, a note for each that cannot."""
        inner = self._inner()
        results = [inner(content, name, None) for name, content in archive.contents()]
        items = tuple(item for result in results for item in result.items)
        notes = tuple(
            f"member {number} of {len(results)}: {result.reason}"
            for number, result in enumerate(results, start=1)
            if result.quarantined
        )
        if not items:
            return quarantined("no_reader", (), notes)
        return ReadResult(items=_with_reason(items, notes), notes=notes)


def _html(content: bytes) -> ReadResult:
    text = charsets.decode(content, html.declared_charset(content))
    return ReadResult(items=(Reading(text=html.to_text(text)),))


def _image(content: bytes) -> ReadResult:
    from mailroom.reading import image

    return image.read(content)


def _pdf(content: bytes) -> ReadResult:
    from mailroom.reading import pdf

    return pdf.read(content)


def _rtf(content: bytes) -> ReadResult:
    from mailroom.reading import rtf

    return ReadResult(items=(rtf.read(content),))


def _text(content: bytes) -> ReadResult:
    return ReadResult(items=(Reading(text=charsets.decode(content)),))


def _none(content: bytes) -> ReadResult:
    raise unreadable("no_reader")


def _with_reason(items: Sequence[Reading], notes: Sequence[str]) -> tuple[Reading, ...]:
    """The first item of a zip says which members were not read: nobody else would."""
    if not notes:
        return tuple(items)
    others = f", and {len(notes) - 1} more" if len(notes) > 1 else ""
    return (replace(items[0], reason=f"{notes[0]}{others}"), *items[1:])


def _without_words_noted(result: ReadResult) -> ReadResult:
    """A document without one word may be handwriting or a picture of a letter: it says so."""
    return replace(result, items=tuple(map(_noted, result.items)))


def _noted(item: Reading) -> Reading:
    if item.mail or item.notes or item.reason or any(map(str.isalnum, item.text)):
        return item
    return replace(item, notes=(NO_WORDS,))


def _cleaned(reading: Reading) -> ReadResult:
    return ReadResult(items=(Reading(text=charsets.clean(reading.text), pages=reading.pages),))
