"""Addresses by Royal Mail's and GOV.UK Notify's rules."""

from __future__ import annotations

import pytest

from mailroom.addresses.postal import PostalAddress, Problem, tidy
from mailroom.addresses.postcodes import apart, printed


def uk(*lines: str, abroad: bool = True) -> PostalAddress:
    return tidy("\n".join(lines), "UK", international_allowed=abroad)


@pytest.mark.parametrize(
    ("typed", "as_printed"),
    [
        ("sw1a1aa", "SW1A 1AA"),
        ("S W1 A 1 AA", "SW1A 1AA"),
        ("M1 1AE", "M1 1AE"),
        ("bf1\t1aa", "BF1 1AA"),
        ("je23ab", "JE2 3AB"),
        ("BX9 1AS", "BX9 1AS"),
    ],
)
def test_a_real_postcode_is_printed_in_capitals_with_one_space(typed: str, as_printed: str) -> None:
    assert printed(typed) == as_printed


@pytest.mark.parametrize("typed", ["", "N5", "ZZ1 1AA", "SW1A 1CA", "SW1A 1A", "LS1 1AAA", "84601"])
def test_what_is_no_real_postcode_is_none(typed: str) -> None:
    assert printed(typed) is None


def test_a_postcode_behind_the_town_gets_a_line_of_its_own() -> None:
    assert apart("Leeds, LS1 1AA") == ("Leeds", "LS1 1AA")
    assert uk("1 High Street", "Leeds LS1 1AA").lines == ("1 High Street", "Leeds", "LS1 1AA")


def test_a_line_that_only_looks_like_a_postcode_stays_whole() -> None:
    assert apart("Unit B12 3ZZZ") == ("Unit B12 3ZZZ",)


def test_spaces_blank_lines_and_trailing_commas_go() -> None:
    address = uk(" 1  High   St  . ,", " , , ", "", "Leeds\u00a0 ,,", "\u200bls1 1aa,")
    assert address.lines == ("1 High St.", "Leeds", "LS1 1AA")
    assert address.valid


@pytest.mark.parametrize("name", ["UK", "united kingdom", "Cymru", "N. Ireland", "G.B.", "GBR"])
def test_the_kingdom_and_its_parts_are_not_printed(name: str) -> None:
    address = uk("1 High Street", "Cardiff", "CF99 1SN", name)
    assert address.lines[-1] == address.postcode == "CF99 1SN"
    assert address.country == "United Kingdom"
    assert not address.international


def test_the_country_on_the_line_of_the_postcode_is_not_printed() -> None:
    assert uk("1 High Street", "Leeds", "LS1 1AA, UK").lines[-1] == "LS1 1AA"


def test_a_crown_dependency_is_inland_post_and_keeps_its_name() -> None:
    address = uk("1 King Street", "St Helier", "JE2 3AB", "Jersey", abroad=False)
    assert address.valid
    assert (address.lines[-1], address.country) == ("JE2 3AB", "Jersey")


def test_a_foreign_country_is_the_last_line_in_english() -> None:
    address = uk("Hauptstr. 1", "10115 Berlin", "Deutschland")
    assert address.lines == ("Hauptstr. 1", "10115 Berlin", "Germany")
    assert (address.country, address.postcode, address.valid) == ("Germany", None, True)


def test_a_foreign_country_needs_leave() -> None:
    address = uk("Hauptstr. 1", "10115 Berlin", "Germany", abroad=False)
    assert address.problems == (Problem.INTERNATIONAL_NOT_ALLOWED,)


@pytest.mark.parametrize("number", ["BFPO 5", "bfpo5", "Bfpo c/o 5"])
def test_the_forces_number_comes_last_after_the_postcode(number: str) -> None:
    address = uk("Cpl X", number, "Unit 3", "BFPO", "bf11aa")
    assert address.lines == ("Cpl X", "Unit 3", "BF1 1AA", "BFPO 5")
    assert (address.bfpo_number, address.valid) == (5, True)


def test_the_forces_need_no_postcode_but_may_name_no_country() -> None:
    assert uk("Cpl X", "Unit 3", "BFPO 5").valid
    assert uk("Cpl X", "BFPO 5", "Cyprus", abroad=False).problems == (Problem.BFPO_WITH_COUNTRY,)


@pytest.mark.parametrize("sign", list('@()=[]"\\/,<>~'))
def test_a_line_may_not_begin_with_a_sign_of_markup(sign: str) -> None:
    assert Problem.INVALID_CHARACTERS in uk("A", f"{sign}1 High Street", "LS1 1AA").problems


@pytest.mark.parametrize("line", ["NFA", "n.f.a.", "Of no fixed abode", "No-fixed address"])
def test_nobody_can_be_reached_without_an_abode(line: str) -> None:
    assert uk("A Person", line, "LS1 1AA").problems == (Problem.NO_FIXED_ABODE,)


@pytest.mark.parametrize(
    ("count", "problem"), [(2, Problem.TOO_FEW_LINES), (8, Problem.TOO_MANY_LINES)]
)
def test_three_to_seven_lines(count: int, problem: Problem) -> None:
    lines = [f"Line {number}" for number in range(count - 1)]
    assert uk(*lines, "LS1 1AA").problems == (problem,)


def test_the_last_line_must_say_where_in_the_world() -> None:
    assert uk("A", "1 High Street", "Leeds").problems == (Problem.NO_POSTCODE_OR_COUNTRY,)


def test_the_first_two_lines_must_have_letters_or_digits() -> None:
    assert uk("A", "!!!", "LS1 1AA").problems == (Problem.LINE_WITHOUT_LETTERS_OR_DIGITS,)


def test_nothing_typed_is_an_address_without_lines() -> None:
    address = uk("", " ,, ")
    assert (address.lines, address.normalised, address.valid) == ((), "", False)


@pytest.mark.parametrize(("town", "code"), [("Chicago", "IL"), ("Los Angeles", "CA")])
def test_a_code_that_may_be_a_state_names_no_country(town: str, code: str) -> None:
    address = uk("12 Main Street", town, code)
    assert (address.country, address.lines[-1]) == (None, code)
    assert address.problems == (Problem.NO_POSTCODE_OR_COUNTRY,)


def test_of_two_forces_numbers_none_is_chosen() -> None:
    address = uk("Cpl A Roe", "BFPO 5", "BFPO 12")
    assert address.lines == ("Cpl A Roe", "BFPO 5", "BFPO 12")
    assert not address.valid
