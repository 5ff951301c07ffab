"""Approved letters to one print-ready PDF, each page held against the copy that was approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mailroom.errors import LetterFault
from mailroom.letters.batch import print_batch
from mailroom.letters.canonical import content_hash
from mailroom.letters.checks import outbound_faults
from mailroom.letters.draft import OutboundRules
from mailroom.letters.page_text import page_texts, same_pages
from mailroom.letters.typesetting import Typesetter
from mailroom.records.letter import ForbiddenFact, Letter, PrintBatch


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

    Raises LetterFault, naming the letter, when its content is not what was approved, when a check
    finds something that must not leave, or when a printed page differs from the archive copy.
    """
    for one in approved:
        _as_approved(one)
        _may_leave(one, rules)
    batch = print_batch([one.letter for one in approved], typesetter, dated)
    texts = page_texts(batch.pdf)
    for one, pages in zip(approved, batch.ranges, strict=True):
        if not same_pages(page_texts(one.archive), texts, pages):
            raise LetterFault(
                f"letter {one.letter_id}: the printed pages differ from the approved copy; "
                "the batch was not made",
                code="page_differs",
            )
    return batch


def _as_approved(one: ApprovedLetter) -> None:
    if content_hash(one.letter) != one.content_hash:
        raise LetterFault(
            f"letter {one.letter_id}: its content is not what was approved", code="content_differs"
        )


def _may_leave(one: ApprovedLetter, rules: OutboundRules) -> None:
    faults = outbound_faults(
        "\n".join(page_texts(one.archive)),
        agency=one.letter.agency,
        wording=rules.wording,
        forbidden=one.forbidden,
        po_boxes=rules.po_boxes,
    )
    if faults:
        raise LetterFault(
            f"letter {one.letter_id} may not leave: {faults[0].words}", code=faults[0].code
        )
