"""Many letters to one PDF for the printer, set in runs and merged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from io import BytesIO

from mailroom.errors import LetterFault, MachineryFault
from mailroom.letters.page_text import mark_texts
from mailroom.letters.typesetting import Typesetter
from mailroom.records.letter import Letter, PageRange, PrintBatch

LETTERS_A_RUN = 40
"""Letters of one compile: larger runs take memory and slow the next ones."""

_MARK = re.compile(r"(\d+)/(\d+)")


def print_batch(
    letters: Sequence[Letter], typesetter: Typesetter, dated: date, *, run: int = LETTERS_A_RUN
) -> PrintBatch:
    """The letters in the order given, each page marked `letter/page` in its strip.

    Byte-identical for the same letters, order and `dated`. The ranges are read back from the
    printed marks, so that they say what is on the paper. Raises LetterFault for an empty batch.
    """
    if not letters:
        raise LetterFault("a print batch needs a letter", code="empty_batch")
    runs = [
        typesetter.print_run(letters[start : start + run], start + 1, dated)
        for start in range(0, len(letters), run)
    ]
    pdf = _merged(runs)
    return PrintBatch(pdf, page_ranges(mark_texts(pdf), len(letters)))


def page_ranges(marks: Sequence[str], letters: int) -> tuple[PageRange, ...]:
    """Where each letter lies, by the marks of all pages. Raises MachineryFault on a gap."""
    counts = [0] * letters
    expected = (1, 0)
    for mark in marks:
        sequence, page = _mark(mark)
        if (sequence, page) not in ((expected[0], expected[1] + 1), (expected[0] + 1, 1)):
            raise MachineryFault(f"print batch: mark {mark} is out of order; make it again")
        expected = (sequence, page)
        counts[sequence - 1] += 1
    if not all(counts):
        raise MachineryFault("print batch: a letter has no page; make it again")
    firsts = [sum(counts[:number]) for number in range(letters)]
    return tuple(map(PageRange, firsts, counts))


def _mark(text: str) -> tuple[int, int]:
    found = _MARK.fullmatch(text)
    if found is None:
        raise MachineryFault("print batch: a page has no mark; make it again")
    return int(found[1]), int(found[2])


def _merged(runs: Sequence[bytes]) -> bytes:
    import pikepdf

    with pikepdf.new() as merged:
        sources = [pikepdf.open(BytesIO(run)) for run in runs]
        for source in sources:
            merged.pages.extend(source.pages)
        out = BytesIO()
        merged.save(
            out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
        for source in sources:
            source.close()
    return out.getvalue()
