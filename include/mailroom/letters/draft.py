"""A letter from an occasion: complete and ready for a manager, incomplete, or withheld with why.

A letter is withheld when its recipient has no good address on record, may not have it, or when
the finished PDF holds something that must not leave. Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mailroom.errors import LetterFault
from mailroom.letters.canonical import canonical_json, content_hash
from mailroom.letters.checks import outbound_faults
from mailroom.letters.compose import compose, missing_values
from mailroom.letters.page_text import page_texts
from mailroom.letters.recipients import Occasion, facts
from mailroom.letters.typesetting import Typesetter
from mailroom.records.letter import (
    ForbiddenFact,
    Letter,
    LetterOffice,
    LetterStatus,
    LetterTemplate,
    PoBoxRule,
    WordingRule,
)


@dataclass(frozen=True, slots=True)
class OutboundRules:
    """What the finished text is held against."""

    wording: tuple[WordingRule, ...]
    po_boxes: tuple[PoBoxRule, ...]
    private_reference: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter and its archive PDF, or the reason why there is none yet."""

    status: LetterStatus
    letter: Letter | None = None
    canonical: bytes | None = None
    content_hash: str | None = None
    pdf: bytes | None = None
    pages: int | None = None
    reason_code: str | None = None
    reason: str | None = None


def draft(
    occasion: Occasion,
    template: LetterTemplate,
    typesetter: Typesetter,
    rules: OutboundRules,
    dated: date,
) -> Draft:
    """Draft one letter. Never raises for data: what is wrong is the draft's reason."""
    refusal = _refusal(occasion, template) or _late(occasion, template, dated)
    if refusal is not None:
        return refusal
    missing = missing_values(template, facts(occasion))
    if missing:
        return _no_letter(LetterStatus.INCOMPLETE, "fields_missing", f"A person has to fill in: "
                          f"{', '.join(missing)}.")  # fmt: skip
    try:
        letter = _composed(occasion, template, dated)
        pdf = typesetter.archive(letter, dated)
    except LetterFault as fault:
        return _no_letter(LetterStatus.WITHHELD, fault.code, str(fault))
    return _checked(letter, pdf, occasion, rules)


def _refusal(occasion: Occasion, template: LetterTemplate) -> Draft | None:
    if occasion.name is None or occasion.recipient_ref is None:
        return _no_letter(
            LetterStatus.WITHHELD,
            "recipient_unknown",
            "The register has no address for whoever wrote: find the recipient by hand.",
        )
    if occasion.capacity not in template.recipients:
        return _no_letter(
            LetterStatus.WITHHELD,
            "recipient_not_entitled",
            f"{template.title} may not go to a {occasion.capacity} ({template.reference}).",
        )
    if not occasion.address_lines or occasion.address_problems:
        found = ", ".join(occasion.address_problems) or "no address on record"
        return _no_letter(
            LetterStatus.WITHHELD,
            "address_not_good",
            f"The address on record cannot be used: {found}.",
        )
    return None


def _late(occasion: Occasion, template: LetterTemplate, dated: date) -> Draft | None:
    """A letter that promises a day must be written, approved and printed before that day."""
    promised = promised_day(occasion, template)
    if promised is None or promised > dated:
        return None
    return _no_letter(
        LetterStatus.WITHHELD,
        "date_has_passed",
        "The day this letter would promise has passed: call or write by hand instead.",
    )


def promised_day(occasion: Occasion, template: LetterTemplate) -> date | None:
    """The local day the letter promises something for; None where its text prints none."""
    prints = "due_on" in (*template.facts, *template.facts_if_known)
    return occasion.due_on if prints else None


def _composed(occasion: Occasion, template: LetterTemplate, dated: date) -> Letter:
    return compose(
        template,
        facts(occasion),
        recipient=occasion.recipient,
        office=LetterOffice(occasion.office_name, occasion.office_telephone or ""),
        reference=occasion.reference,
        dated=dated,
    )


def _checked(letter: Letter, pdf: bytes, occasion: Occasion, rules: OutboundRules) -> Draft:
    texts = page_texts(pdf)
    faults = outbound_faults(
        "\n".join(texts),
        agency=occasion.agency,
        wording=rules.wording,
        forbidden=forbidden_facts(occasion, rules),
        po_boxes=rules.po_boxes,
    )
    if faults:
        words = "; ".join(f"{fault.words} ({fault.reference})" for fault in faults)
        return _no_letter(
            LetterStatus.WITHHELD, f"check_{faults[0].code}", f"Stopped by a check: {words}."
        )
    return Draft(
        status=LetterStatus.AWAITING_APPROVAL,
        letter=letter,
        canonical=canonical_json(letter),
        content_hash=content_hash(letter),
        pdf=pdf,
        pages=len(texts),
    )


def forbidden_facts(occasion: Occasion, rules: OutboundRules) -> Sequence[ForbiddenFact]:
    """Facts of this case that the letter must not hold, whoever it goes to."""
    return [
        ForbiddenFact(kind, value, rules.private_reference) for kind, value in occasion.forbidden
    ]


def _no_letter(status: LetterStatus, code: str, words: str) -> Draft:
    return Draft(status=status, reason_code=code, reason=words)
