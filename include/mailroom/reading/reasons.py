"""Why a file is quarantined: stable codes, and the words a person reads."""

from __future__ import annotations

from mailroom.errors import UnreadableContent
from mailroom.records.reading import Reading, ReadResult

WORDS = {
    "answer_too_large": "the text is too long to be kept",
    "damaged": "the file is damaged and no reader could open it",
    "empty": "the file is empty",
    "encrypted": "the file is encrypted and needs a password",
    "file_missing": "there is no such file",
    "file_unreadable": "the file could not be opened from the disk",
    "image_damaged": "the image is damaged: no page of it could be decoded",
    "image_too_large": "a page has more than 60 megapixels",
    "nested_too_deep": "parts are nested more than 20 deep",
    "no_file": "it is a folder, a pipe or a device, and no file",
    "no_reader": "no reader knows this format",
    "out_of_memory": "reading it needed more memory than a reader may have",
    "reader_crashed": "the reader broke down over it",
    "timed_out": "reading it took longer than a reader may take",
    "too_large": "the file is larger than 100 MiB",
    "too_many_messages": "the mailbox holds more than 1,000 messages",
    "too_many_pages": "it has more than 200 pages",
    "too_many_parts": "it has more than 500 parts",
    "unpacks_too_large": "it unpacks to far more than its size: a bomb, or not a letter",
}


def unreadable(code: str) -> UnreadableContent:
    """The fault that a reader raises; `code` is a key of WORDS."""
    return UnreadableContent(WORDS[code], code=code)


def quarantined(
    code: str, items: tuple[Reading, ...] = (), notes: tuple[str, ...] = ()
) -> ReadResult:
    """The outcome for a file that a person must look at."""
    return ReadResult(items=items, reason_code=code, reason=WORDS[code], notes=notes)
