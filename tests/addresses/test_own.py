"""The agency's own addresses are told from a sender's."""

from __future__ import annotations

import pytest

from mailroom.addresses.postal import Problem, tidy

OWN_UK = "Agency 21\nMail Site A\nNewtown\nLS98 2BU"
OWN_US = "AGENCY\nUNIT FOR SUPPORT\nPO BOX 777\nOREM, UT 84097-0033"


@pytest.mark.parametrize(
    ("text", "is_own"),
    [
        ("Agency 21, Mail Site A\nNewtown\nls982bu", True),
        ("The Manager\nMail Site A\nNewtown\nLS98 2BU\nUK", True),
        ("A Neighbour\n1 High Street\nNewtown\nLS98 2BU", False),
        ("Agency 21\nMail Site A\nNewtown\nLS98 3BU", False),
    ],
)
def test_in_the_uk_by_postcode_and_one_more_line(text: str, is_own: bool) -> None:
    address = tidy(text, "UK", international_allowed=False, own_addresses=[OWN_UK])
    assert (Problem.OWN_ADDRESS in address.problems) is is_own


@pytest.mark.parametrize(
    ("text", "is_own"),
    [
        ("AGENCY\nP.O. Box 777\nOrem, Utah 84097", True),
        ("PO Box 777, Orem UT 84097-0033", True),
        ("Jane Roe\nPO Box 778\nOrem UT 84097", False),
        ("Jane Roe\nPO Box 777\nOrem UT 84097-9999", False),
    ],
)
def test_in_the_us_by_zip_and_one_more_line(text: str, is_own: bool) -> None:
    address = tidy(text, "UT", international_allowed=False, own_addresses=[OWN_US])
    assert (Problem.OWN_ADDRESS in address.problems) is is_own
