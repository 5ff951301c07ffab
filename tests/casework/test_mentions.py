"""What an item states: numbers by kind, contacts in one form, and never what was only quoted."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from mailroom.casework.contact_points import email_form, number_form, telephone_form
from mailroom.casework.mentions import Contact, Mention, mentions
from mailroom.policy.identity import Identity
from mailroom.policy.packs import load_pack
from tests.shared import CHECKOUT

IDENTITY: dict[str, Identity] = {}


def _stated(
    agency: str, text: str = "", contact: Contact | None = None, **parts: str
) -> set[tuple[str, str, str]]:
    if agency not in IDENTITY:
        IDENTITY[agency] = load_pack(CHECKOUT / "include" / "rules", agency).identity
    named: Mapping[str, str] = {"text": text, **parts}
    found = mentions(agency, IDENTITY[agency], named, contact or Contact())
    return {(one.kind, one.value, one.where) for one in found}


@pytest.mark.parametrize(
    ("agency", "text", "kind", "value"),
    [
        ("cms", "Our ERN is 121 555 666 777.", "ern", "121555666777"),
        ("cms", "ern:121-555666777", "ern", "121555666777"),
        ("cms", "EARN 7123 4567", "earn", "71234567"),
        ("cms", "TRN T1234 5678", "trn", "T12345678"),
        ("cms", "case 3012 3456 7890", "case_number", "301234567890"),
        ("cms", "NI no. ab 12 34 56 c", "nino", "AB123456C"),
        ("ors", "Case No. C123-456-789", "case_number", "C123456789"),
        ("ors", "SSN 123-45-6789", "ssn", "123456789"),
        ("ors", "employer id E123456", "employer_ref", "E123456"),
    ],
)
def test_a_number_is_recognised_however_it_is_written(
    agency: str, text: str, kind: str, value: str
) -> None:
    assert (kind, value, "text") in _stated(agency, text)


@pytest.mark.parametrize(
    ("agency", "text", "kind"),
    [
        ("cms", "call 71234567", "earn"),
        ("cms", "I learn 71234567", "earn"),
        ("cms", "121 555 666 7771", "ern"),
        ("cms", "GB123456C", "nino"),
        ("ors", "SSN 666-45-6789", "ssn"),
        ("ors", "SSN 123-00-6789", "ssn"),
        ("ors", "unbar no 12345 in the list", "bar_number"),
    ],
)
def test_what_only_looks_like_a_number_is_none(agency: str, text: str, kind: str) -> None:
    assert kind not in {found for found, _, _ in _stated(agency, text)}


def test_subject_and_attachments_are_searched_and_quoted_text_is_not() -> None:
    found = _stated(
        "cms",
        subject="ERN 121555666777",
        quoted="ERN 121555666778",
        **{"attachment:1": "ERN 121555666779"},
    )
    assert {(value, where) for _, value, where in found} == {
        ("121555666777", "subject"),
        ("121555666779", "attachment:1"),
    }


def test_a_number_said_twice_in_a_part_is_stated_once() -> None:
    assert len(_stated("cms", "ERN 121555666777, again 121 555 666 777")) == 1


def test_the_channels_own_contacts_are_stated_in_one_form() -> None:
    contact = Contact(
        from_email=" Pay@Roll.TEST ",
        caller_number="0161 496 0001",
        reference_entered="3012 3456 7890",
    )
    assert _stated("cms", contact=contact) == {
        ("email", "pay@roll.test", "sender"),
        ("telephone", "+441614960001", "caller"),
        ("case_number", "301234567890", "keyed"),
    }


def test_a_keyed_number_needs_no_introduction_and_must_be_whole() -> None:
    assert _stated("cms", contact=Contact(reference_entered="71234567")) == {
        ("earn", "71234567", "keyed")
    }
    assert _stated("cms", contact=Contact(reference_entered="x 71234567")) == set()


def test_a_withheld_number_states_nothing() -> None:
    assert _stated("cms", contact=Contact(caller_number="withheld")) == set()


def test_contact_points_have_one_form_each() -> None:
    assert email_form(" A@B.Test\n") == "a@b.test"
    assert number_form("c-123/456.789") == "C123456789"
    assert telephone_form("(801) 555-0123", "US") == "+18015550123"
    assert telephone_form("+44 20 7946 0000", "US") == "+442079460000"
    assert telephone_form("12", "GB") in ("12", "+4412")


def test_mentions_are_compared_by_what_they_say() -> None:
    assert Mention("ern", "1", "text") == Mention("ern", "1", "text")
