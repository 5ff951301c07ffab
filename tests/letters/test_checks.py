from __future__ import annotations

import pytest

from mailroom.letters.checks import outbound_faults
from mailroom.letters.page_text import page_texts
from mailroom.letters.templates import list_templates
from mailroom.letters.typesetting import Typesetter
from mailroom.records.letter import ForbiddenFact, LetterTemplate, PoBoxRule, WordingRule
from tests.letters.making import DAY, FOLDER, RECIPIENT, UTAH, letter_of, template_of

WORDING = (
    WordingRule("non-resident parent", "paying parent", "dwp-emc, terms"),
    WordingRule("NRP", "paying parent", "dwp-emc, terms"),
)
PAYMENTS = PoBoxRule("45011", "SALT LAKE CITY", "payments", ("payment", "payments"), "cs-004p")
BOXES = (PoBoxRule("45033", "SALT LAKE CITY", "letters", (), "cs-004p"), PAYMENTS)

HELD_BACK = [
    ("Your number is 123-45-6789.", "ssn"),
    ("Your number is 123 45 6789.", "ssn"),
    ("Social Security number: 123456789", "ssn"),
    ("SSN ending, in full 123-456789", "ssn"),
    ("NINO AB123456C", "nino"),
    ("It is ab 12 34 56 c on file", "nino"),
    ("Date of birth: 1 March 1980", "date_of_birth"),
    ("DOB 03/01/1980", "date_of_birth"),
    ("She was born on March 1st, 1980", "date_of_birth"),
    ("born\n1980-03-01", "date_of_birth"),
    ("Dyddiad geni: 1 Mawrth 1980", "date_of_birth"),
    ("Thank you :-)", "emoticon"),
    ("Thank you ;)", "emoticon"),
    ("Sorry :( we will", "emoticon"),
    ("Thanks =-D", "emoticon"),
    ("We <3 forms", "emoticon"),
    ("Thank you \u263a", "emoji"),
    ("Thank you \U0001f600", "emoji"),
    ("the non-resident\nparent", "wording"),
    ("the Non Resident Parent", "wording"),
    ("the NRP owes", "wording"),
    ("Write to PO BOX 45011, SALT LAKE CITY, UT", "po_box"),
]
FREE = [
    "Call (801) 536-8500 (see page 8) or: (see below):",
    "http://example.org/: D is the fourth letter; 8) is a number",
    "PO BOX 45033 SALT LAKE CITY, UT 84145-0033",
    "Mail your payment to PO BOX 45011, SALT LAKE CITY, UT 84145-0011",
    "PO BOX 45011, BOISE, ID",
    "Reference SR-000123, employer 121000456789, 000-12-3456, 123-45-67890",
    "Order BG123456C, GB123456C and AB123456E",
    "We received it on 1 March 2026. Born free.",
    "the nrp and the non-residential parents' room",
    "Copyright © 2026, 20 °C, ½, £5 – 10 €",
]


@pytest.mark.parametrize(("text", "code"), HELD_BACK)
def test_what_must_not_leave_is_found(text: str, code: str) -> None:
    faults = outbound_faults(text, agency="ors", wording=WORDING, po_boxes=BOXES)
    assert [fault.code for fault in faults] == [code]
    assert faults[0].reference


@pytest.mark.parametrize("text", FREE)
def test_what_only_looks_alike_may_leave(text: str) -> None:
    assert outbound_faults(text, agency="ors", wording=WORDING, po_boxes=BOXES) == ()


FACTS = [
    ("employer_name", "O'Hara & Sons, Ltd.", "He works at OHARA AND SONS", False),
    ("employer_name", "O'Hara & Sons, Ltd.", "at O’HARA & SONS LTD since", True),
    ("employer_address", "12 Mill Rd., Leeds", "to 12 MILL RD\nLEEDS", True),
    ("employer_name", "Co", "Co", False),
    ("date_of_birth", "1980-03-01", "since 1 March 1980", True),
    ("date_of_birth", "1980-03-01", "since 03/01/1980", True),
    ("date_of_birth", "1980-03-01", "since March 1, 1980", True),
    ("date_of_birth", "1980-03-01", "since 11 March 1980", False),
    ("ssn", "987654321", "number 987 65 4321", True),
    ("ssn", "987654321", "number 19876543210", False),
    ("case_number", "C000123456", "case c000123456.", True),
]


@pytest.mark.parametrize(("kind", "value", "text", "held"), FACTS)
def test_facts_handed_in_are_found_however_they_are_written(
    kind: str, value: str, text: str, held: bool
) -> None:
    fact = ForbiddenFact(kind, value, "cs-004p")
    faults = outbound_faults(text, agency="ors", forbidden=[fact])
    assert [fault.code for fault in faults] == ["forbidden_fact"] * held
    assert all(value not in fault.words for fault in faults)


@pytest.mark.parametrize(
    "template",
    [*list_templates(FOLDER, "cms"), *list_templates(FOLDER, "ors")],
    ids=lambda t: f"{t.agency}/{t.name}",
)
def test_the_shipped_letters_pass_their_own_checks(
    template: LetterTemplate, cms: Typesetter, ors: Typesetter
) -> None:
    typesetter, to = (cms, RECIPIENT) if template.agency == "cms" else (ors, UTAH)
    text = "\n".join(page_texts(typesetter.archive(letter_of(template, recipient=to), DAY)))
    agency = template.agency
    assert outbound_faults(text, agency=agency, wording=WORDING, po_boxes=BOXES) == ()


@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\u034f"])
def test_no_invisible_sign_hides_a_number_from_the_checks(sign: str, cms: Typesetter) -> None:
    letter = letter_of(template_of("It is {{ word }}.", "word"), word=f"AB12{sign}3456C")
    text = "\n".join(page_texts(cms.archive(letter, DAY)))
    assert [fault.code for fault in outbound_faults(text, agency="cms")] == ["nino"]


def test_the_finished_pdf_is_what_is_read(cms: Typesetter) -> None:
    template = list_templates(FOLDER, "cms")[3]
    letter = letter_of(template, information_needed="The number AB 12 34\n56 C, born 1 May 1990")
    text = "\n".join(page_texts(cms.archive(letter, DAY)))
    codes = {fault.code for fault in outbound_faults(text, agency="cms")}
    assert codes == {"nino", "date_of_birth"}
