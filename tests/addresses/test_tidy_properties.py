"""What holds for any address at all."""

from __future__ import annotations

from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from mailroom.addresses.postal import Jurisdiction, tidy
from mailroom.addresses.us_tables import DIRECTIONS, SUFFIXES, UNITS, UNITS_ALONE

WORDS = [
    *DIRECTIONS, *UNITS, *UNITS_ALONE, *list(SUFFIXES)[:40],
    "12", "84601", "84601-1234", "1/2", "5th", "39.2", "#", "# 4", "#4",
    "Box", "PO", "P.O.", "RR", "HC", "PSC", "Highway", "US", "I", "County",
    "Utah", "UT", "Georgia", "FL", "AE", "APO", "Orem", "Temple", "Jane", "the",
    "LS1 1AA", "ls11aa", "UK", "Wales", "Jersey", "Deutschland", "France", "Côte d'Ivoire",
    "BFPO", "BFPO 5", "c/o", "NFA", ",", ".", ", ,", "-", "@", "(x)",
    "\u200b", "\u00a0", "ß", "İ", "ŉ", "ﬁ",
]  # fmt: skip
LINES = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)
TYPED = st.one_of(st.lists(LINES, max_size=6).map("\n".join), st.text(max_size=60))
POSTS = st.sampled_from(get_args(Jurisdiction))


@settings(max_examples=1500, deadline=None)
@given(TYPED, POSTS)
def test_tidying_twice_changes_no_line(text: str, post: Jurisdiction) -> None:
    once = tidy(text, post, international_allowed=True)
    again = tidy(once.normalised, post, international_allowed=True)
    assert again.lines == once.lines
    assert again.postcode == once.postcode


@settings(max_examples=300, deadline=None)
@given(TYPED, POSTS, st.booleans())
def test_an_address_is_valid_just_when_it_has_no_problems(
    text: str, post: Jurisdiction, abroad: bool
) -> None:
    address = tidy(text, post, international_allowed=abroad, own_addresses=["A\nOrem UT 84601"])
    assert address.valid is (not address.problems)
    assert all(line.strip(" ,") and "\n" not in line for line in address.lines)
    assert len(set(address.problems)) == len(address.problems)
