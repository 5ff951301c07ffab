"""A mailbox file cut into its messages."""

from __future__ import annotations

import re

from mailroom.reading.limits import MAX_MESSAGES
from mailroom.reading.reasons import unreadable

# A body line may begin with "From " too: ask for a date at its end and a header below it.
_BEGINS = re.compile(
    rb"(?:\A(?:\xef\xbb\xbf)?|(?<=\n))From (?:-|"
    rb"[^\r\n]{0,200}\d{1,2}:\d\d(?::\d\d)?[^\r\n]{0,40}\d{4}[^\r\n]{0,20})[ ]*\r?\n"
    rb"(?=>?[!-9;-~]{1,100}:|From )"
)


def is_mailbox(content: bytes) -> bool:
    """True when it begins as a mailbox does."""
    return _BEGINS.match(content) is not None


def messages(content: bytes) -> list[bytes]:
    """The messages without their From_ lines. Raises UnreadableContent `too_many_messages`."""
    marks = list(_BEGINS.finditer(content))
    if len(marks) > MAX_MESSAGES:
        raise unreadable("too_many_messages")
    ends = [mark.start() for mark in marks[1:]] + [len(content)]
    return [content[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
