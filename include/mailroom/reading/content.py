"""Any file to a ReadResult: finds out what it is and hands it to the reader of that format."""

from __future__ import annotations

from collections.abc import Callable

from mailroom.errors import UnreadableContent
from mailroom.reading import budget, charsets, html, mail, mbox
from mailroom.reading.limits import MAX_CONTENT_BYTES, MAX_NESTING
from mailroom.reading.reasons import quarantined, unreadable
from mailroom.reading.sniffing import Format, sniff
from mailroom.records.reading import Reading, ReadResult


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
            return self._dispatch(content, file_name, media_type)
        except UnreadableContent as fault:
            return quarantined(fault.code)
        except RecursionError:
            return quarantined("nested_too_deep")

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
        return self._members(archive.names, archive.read)

    def _members(self, names: list[str], read: Callable[[str], bytes]) -> ReadResult:
        """A plain zip: an item for each file that can be read, a note for each that cannot."""
        inner = self._inner()
        results = [inner(read(name), name, None) for name in names]
        items = tuple(item for result in results for item in result.items)
        notes = tuple(
            f"member {number} of {len(names)}: {result.reason}"
            for number, result in enumerate(results, start=1)
            if result.quarantined
        )
        return (
            ReadResult(items=items, notes=notes) if items else quarantined("no_reader", (), notes)
        )


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


def _cleaned(reading: Reading) -> ReadResult:
    return ReadResult(items=(Reading(text=charsets.clean(reading.text), pages=reading.pages),))
