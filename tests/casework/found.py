"""What is found in a text by the conditions of a book, for tests."""

from __future__ import annotations

from collections.abc import Mapping

from mailroom.casework.matching.book import Book
from mailroom.casework.matching.kernel import SPEAKS, Found, find_all
from mailroom.casework.matching.reader import FoldedText
from mailroom.casework.weighing.facts import facts_of, layout_of
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity

CONDITION, START, END, PART, WHAT = range(5)
"""Of a passage: its condition, where it stands, what it is."""


def found_in(
    book: Book,
    parts: Mapping[str, str],
    channel: Channel = Channel.EMAIL,
    capacity: Capacity = Capacity.UNKNOWN,
    *,
    is_scan: bool = False,
) -> Found:
    """All that a closed book finds in the parts of an item."""
    text = FoldedText(parts, book.slips if is_scan else None)
    active, layout = book.active(capacity, channel), layout_of(facts_of(text))
    return find_all(book.program, active, text.letters, text.mended, layout)


def spoken_in(found: Found) -> list[list[int]]:
    """The passages that speak."""
    return [one for one in found.passages.tolist() if one[WHAT] & SPEAKS]


def moods_in(found: Found) -> int:
    """What any sentence does, by bits."""
    moods = 0
    for one in found.sentences.tolist():
        moods |= one[4] if one[3] >= 0 else 0
    return moods
