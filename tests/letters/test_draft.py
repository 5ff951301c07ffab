"""What becomes of an occasion: who may have the letter, what may stand in it, what stops it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mailroom.letters.draft import Draft, OutboundRules, draft, promised_day
from mailroom.letters.preview import preview_text
from mailroom.letters.recipients import Occasion, facts
from mailroom.letters.templates import load_template
from mailroom.letters.typesetting import Typesetter
from mailroom.records.letter import LetterStatus
from mailroom.records.sender import Capacity
from tests.letters.making import DAY, FOLDER

RULES = OutboundRules((), (), "cs-004p, private")
OCCASION = Occasion(
    service_request_id=123,
    activity_ordinal=3,
    agency="cms",
    type="change_of_circumstances_single",
    template="change_of_circumstances_acknowledged",
    capacity=Capacity.EMPLOYER,
    channel="email",
    received_on=date(2026, 11, 20),
    due_on=None,
    name="Example Bakery Ltd",
    salutation="Jo Hale",
    recipient_kind="employer",
    recipient_ref="121000456789",
    address_id=1,
    address_version="v1",
    address_lines=("1 Example Street", "Cardiff", "CF10 1AA"),
    address_problems=(),
    employer_reference="121000456789",
    case_number="301234567890",
    office_name="Child Maintenance Service",
    office_telephone="01632 960 960",
    authors=("mailroom",),
    due_at=None,
)


def _drafted(typesetter: Typesetter, **columns: object) -> Draft:
    occasion = replace(OCCASION, **columns)  # type: ignore[arg-type]
    template = load_template(FOLDER, occasion.agency, occasion.template)
    return draft(occasion, template, typesetter, RULES, DAY)


def test_a_complete_letter_waits_for_a_manager_with_all_that_an_approval_binds(
    cms: Typesetter,
) -> None:
    made = _drafted(cms)
    assert (made.status, made.reason_code, made.pages) == (LetterStatus.AWAITING_APPROVAL, None, 1)
    assert made.pdf
    assert made.content_hash
    assert made.letter is not None
    assert made.letter.recipient.address_lines == OCCASION.address_lines
    assert "121000456789" in preview_text(made.letter)


STOPPED: dict[str, dict[str, object]] = {
    "recipient_unknown": {"name": None},
    "recipient_not_entitled": {"capacity": Capacity.PAYING_PARENT},
    "address_not_good": {"address_lines": ()},
    "date_has_passed": {"template": "complaint_acknowledgement", "due_on": DAY},
    "address_window": {"address_lines": ("A long street of many words",) * 14},
    "missing_character": {"salutation": "\u65e5"},
    "check_forbidden_fact": {"forbidden": (("address", "1 Example Street, Cardiff, CF10 1AA"),)},
}


@pytest.mark.parametrize("code", STOPPED)
def test_a_letter_that_may_not_leave_is_withheld_and_says_why(code: str, cms: Typesetter) -> None:
    made = _drafted(cms, **STOPPED[code])
    assert (made.status, made.reason_code) == (LetterStatus.WITHHELD, code)
    assert made.reason
    assert (made.pdf, made.letter, made.content_hash) == (None, None, None)
    assert "Jo Hale" not in made.reason


PROMISES = {"complaint_acknowledgement": DAY, "change_of_circumstances_acknowledged": None}


@pytest.mark.parametrize("template", PROMISES)
def test_a_letter_promises_a_day_where_its_text_prints_one(template: str) -> None:
    occasion = replace(OCCASION, template=template, due_on=DAY)
    loaded = load_template(FOLDER, "cms", template)
    assert promised_day(occasion, loaded) == PROMISES[template]
    assert promised_day(occasion, replace(loaded, facts=(), facts_if_known=("due_on",))) == DAY


def test_an_address_with_problems_is_named_by_them(cms: Typesetter) -> None:
    made = _drafted(cms, address_problems=("no_postcode_or_country",))
    assert made.reason_code == "address_not_good"
    assert "no_postcode_or_country" in str(made.reason)


def test_what_a_person_has_to_find_out_leaves_the_letter_incomplete(cms: Typesetter) -> None:
    made = _drafted(cms, template="information_request")
    assert (made.status, made.reason_code) == (LetterStatus.INCOMPLETE, "fields_missing")
    assert "information_needed, reply_by" in str(made.reason)


OWN_NUMBERS: dict[Capacity, set[str]] = {
    Capacity.EMPLOYER: {"employer_reference"},
    Capacity.PAYING_PARENT: {"case_number"},
    Capacity.RECEIVING_PARENT: {"case_number"},
    Capacity.ATTORNEY: {"case_number"},
}


@pytest.mark.parametrize("capacity", Capacity)
def test_each_is_told_the_own_number_alone(capacity: Capacity) -> None:
    told = facts(replace(OCCASION, capacity=capacity))
    assert told.keys() & {"employer_reference", "case_number"} == OWN_NUMBERS.get(capacity, set())
