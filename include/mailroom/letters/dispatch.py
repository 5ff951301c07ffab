"""Approved letters to one print-ready PDF, each page held against the copy that was approved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mailroom.errors import LetterFault, LettersStopped
from mailroom.letters.batch import print_batch
from mailroom.letters.canonical import content_hash
from mailroom.letters.checks import outbound_faults
from mailroom.letters.draft import OutboundRules
from mailroom.letters.page_text import page_texts, same_pages
from mailroom.letters.typesetting import Typesetter
from mailroom.records.letter import ForbiddenFact, Letter, PageRange, PrintBatch


@dataclass(frozen=True, slots=True)
class ApprovedLetter:
    """A letter with what its approval binds, and the facts it still must not hold."""

    letter_id: int
    letter: Letter
    content_hash: str
    archive: bytes
    forbidden: tuple[ForbiddenFact, ...] = ()


def printed(
    approved: Sequence[ApprovedLetter], typesetter: Typesetter, rules: OutboundRules, dated: date
) -> PrintBatch:
    """The batch of these letters in this order.

    Raises LettersStopped, naming the letters, when content is not what was approved, when a check
    finds something that must not leave, or when a printed page differs from the archive copy.
    """
    _none_is_stopped({one.letter_id: _why_stopped(one, rules) for one in approved})
    batch = print_batch([one.letter for one in approved], typesetter, dated)
    texts = page_texts(batch.pdf)
    pairs = zip(approved, batch.ranges, strict=True)
    _none_is_stopped({one.letter_id: _why_differs(one, texts, pages) for one, pages in pairs})
    return batch


def _none_is_stopped(why: Mapping[int, LetterFault | None]) -> None:
    stopped = {letter_id: fault for letter_id, fault in why.items() if fault is not None}
    if stopped:
        raise LettersStopped(stopped)


def _why_stopped(one: ApprovedLetter, rules: OutboundRules) -> LetterFault | None:
    return _why_not_as_approved(one) or _why_not_to_leave(one, rules)


def _why_differs(one: ApprovedLetter, texts: Sequence[str], pages: PageRange) -> LetterFault | None:
    if same_pages(page_texts(one.archive), texts, pages):
        return None
    return LetterFault("the printed pages differ from the approved copy", code="page_differs")


def _why_not_as_approved(one: ApprovedLetter) -> LetterFault | None:
    if content_hash(one.letter) == one.content_hash:
        return None
    return LetterFault("its content is not what was approved", code="content_differs")


def _why_not_to_leave(one: ApprovedLetter, rules: OutboundRules) -> LetterFault | None:
    faults = outbound_faults(
        "\n".join(page_texts(one.archive)),
        agency=one.letter.agency,
        wording=rules.wording,
        forbidden=one.forbidden,
        po_boxes=rules.po_boxes,
    )
    return (
        LetterFault(f"it may not leave: {faults[0].words}", code=faults[0].code) if faults else None
    )
