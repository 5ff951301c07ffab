"""A template and its values to a letter. Pure: the same input gives the same letter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from mailroom.errors import LetterFault
from mailroom.letters.body import body_tree
from mailroom.letters.dates import long_date
from mailroom.letters.grammar import render
from mailroom.letters.values import ValueLedger, cleaned, is_missing, printable
from mailroom.records.letter import Letter, LetterOffice, LetterTemplate, Recipient


def missing_values(template: LetterTemplate, values: Mapping[str, object]) -> tuple[str, ...]:
    """Facts and findings the template needs and does not have yet: the letter is incomplete."""
    needed = (*template.facts, *template.fields_by_person)
    return tuple(name for name in needed if is_missing(values.get(name)))


def compose(
    template: LetterTemplate,
    values: Mapping[str, object],
    *,
    recipient: Recipient,
    office: LetterOffice,
    reference: str,
    dated: date,
) -> Letter:
    """Fill a template. Values it does not list never reach it.

    `reference` is ours, as printed; `dated` the day on the letter. Raises LetterFault, with code
    `incomplete` when something needed is missing, else naming what cannot be printed.
    """
    missing = missing_values(template, values)
    if missing:
        raise LetterFault(
            f"letter {template.name} lacks {', '.join(missing)}: complete it first",
            code="incomplete",
        )
    ledger = ValueLedger()
    markdown = render(template.body, template.language, _scope(template, values), ledger)
    return Letter(
        agency=template.agency,
        template=template.name,
        template_version=template.version,
        layout_version=template.layout_version,
        fonts_version=template.fonts_version,
        language=template.language,
        reference=_line(reference, "reference"),
        date=dated,
        date_words=long_date(dated, template.language),
        office=LetterOffice(
            _line(office.name, "office name"), _line(office.telephone, "office telephone")
        ),
        recipient=_recipient(recipient),
        subject=template.subject,
        body=body_tree(markdown, ledger),
    )


def _scope(template: LetterTemplate, values: Mapping[str, object]) -> dict[str, object]:
    names = (*template.facts, *template.facts_if_known, *template.fields_by_person)
    return {name: cleaned(values.get(name)) for name in names}


def _recipient(recipient: Recipient) -> Recipient:
    if not recipient.address_lines:
        raise LetterFault("the recipient has no address lines", code="incomplete")
    lines = tuple(_line(line, "address line") for line in recipient.address_lines)
    return Recipient(_line(recipient.name, "recipient's name"), lines)


def _line(text: str, what: str) -> str:
    if is_missing(text):
        raise LetterFault(f"the {what} is empty", code="incomplete")
    return " ".join(printable(text).split())
