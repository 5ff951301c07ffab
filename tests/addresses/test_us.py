"""Addresses by USPS Publication 28."""

from __future__ import annotations

import pytest

from mailroom.addresses.postal import PostalAddress, Problem, tidy
from mailroom.addresses.us_last_line import read_last_line
from mailroom.addresses.us_street import delivery_line


def us(*lines: str, abroad: bool = True) -> PostalAddress:
    return tidy("\n".join(lines), "UT", international_allowed=abroad)


@pytest.mark.parametrize(
    ("typed", "standard"),
    [
        ("12 OAK STREET", "12 OAK ST"),
        ("12 OAK TERRACE SOUTH", "12 OAK TER S"),
        ("12 NORTHWEST OAK AVENUE", "12 NW OAK AVE"),
        ("12 NORTH EAST OAK LN", "12 NE OAK LN"),
        ("12 3RD STREET CIRCLE WEST", "12 3RD STREET CIR W"),
        ("12 BAY W DRIVE", "12 BAY WEST DR"),
        ("12 NORTH AVENUE", "12 NORTH AVE"),
        ("12 COURT", "12 COURT"),
        ("12 1/2 ELM COURT", "12 1/2 ELM CT"),
        ("842 EAST 1700 SOUTH", "842 E 1700 S"),
        ("200 SOUTH WEST TEMPLE", "200 S WEST TEMPLE"),
        ("50 EAST NORTH TEMPLE", "50 E NORTH TEMPLE"),
        ("12 KEY WEST", "12 KEY WEST"),
    ],
)
def test_suffixes_and_directionals_are_abbreviated_unless_they_are_the_name(
    typed: str, standard: str
) -> None:
    assert delivery_line(typed) == standard


@pytest.mark.parametrize(
    ("typed", "standard"),
    [
        ("12 OAK ST APARTMENT 4B", "12 OAK ST APT 4B"),
        ("12 OAK ST SUITE # 7", "12 OAK ST STE 7"),
        ("12 OAK ST # 7", "12 OAK ST # 7"),
        ("12 OAK ST BUILDING A ROOM 3", "12 OAK ST BLDG A RM 3"),
        ("12 OAK ST 5TH FLOOR", "12 OAK ST FL 5"),
        ("12 OAK ST REAR", "12 OAK ST REAR"),
        ("24 FRONT STREET", "24 FRONT ST"),
        ("24 PIER 39", "24 PIER 39"),
    ],
)
def test_units_end_the_delivery_line(typed: str, standard: str) -> None:
    assert delivery_line(typed) == standard


@pytest.mark.parametrize(
    ("typed", "standard"),
    [
        ("POST OFFICE BOX 12", "PO BOX 12"),
        ("P O BOX # 12", "PO BOX 12"),
        ("DRAWER 12", "DRAWER 12"),
        ("RURAL ROUTE 03 BOX 98D", "RR 3 BOX 98D"),
        ("RFD ROUTE 4 # 87A", "RR 4 BOX 87A"),
        ("STAR ROUTE 68 BOX 23", "HC 68 BOX 23"),
        ("CMR 415 BOX 2", "CMR 415 BOX 2"),
        ("GENERAL DELIVERY", "GENERAL DELIVERY"),
    ],
)
def test_boxes_and_routes_have_one_form(typed: str, standard: str) -> None:
    assert delivery_line(typed) == standard


@pytest.mark.parametrize(
    ("typed", "standard"),
    [
        ("12 W US HWY 50", "12 W US HIGHWAY 50"),
        ("12 CNTY RD 20", "12 COUNTY ROAD 20"),
        ("12 SR 39 NORTH", "12 STATE ROUTE 39 N"),
        ("12 I-15", "12 INTERSTATE 15"),
        ("12 HWY 6", "12 HIGHWAY 6"),
        ("12 LINCOLN HIGHWAY", "12 LINCOLN HWY"),
    ],
)
def test_roads_known_by_number_keep_their_kind_in_full(typed: str, standard: str) -> None:
    assert delivery_line(typed) == standard


@pytest.mark.parametrize(
    ("typed", "standard", "code"),
    [
        ("PROVO, UTAH 84601", "PROVO UT 84601", "84601"),
        ("PROVO UT 84601 - 1234", "PROVO UT 84601-1234", "84601-1234"),
        ("NEW YORK, NEW YORK 100011234", "NEW YORK NY 10001-1234", "10001-1234"),
        ("CHARLESTON WEST VIRGINIA 25301", "CHARLESTON WV 25301", "25301"),
        ("MIAMI, FL 33101", "MIAMI FL 33101", "33101"),
        ("DENVER, COLORADO", "DENVER CO", None),
        ("TOWN UT 00000", "TOWN UT 00000", None),
    ],
)
def test_the_last_line_is_city_state_zip(typed: str, standard: str, code: str | None) -> None:
    last = read_last_line(typed)
    assert last.words == standard
    assert last.zip == code


@pytest.mark.parametrize("line", ["PO BOX 45033", "12 OAK ST APT 45033", "12 HWY 12345"])
def test_the_number_of_a_box_unit_or_road_is_no_zip(line: str) -> None:
    assert us("Jane Roe", line).postcode is None


def test_a_street_named_after_a_state_is_not_a_state() -> None:
    assert us("200 Colorado").lines == ("200 COLORADO",)


def test_one_line_with_commas_becomes_street_and_last_line() -> None:
    assert us("12 Oak St., Apt. 4, Orem, UT 84097").lines == ("12 OAK ST APT 4", "OREM UT 84097")


def test_a_unit_on_a_line_of_its_own_joins_the_street_from_either_side() -> None:
    assert us("12 Oak St", "#4", "Orem UT 84097").lines[0] == "12 OAK ST # 4"
    assert us("Suite 4", "12 Oak St", "Orem UT 84097").lines[0] == "12 OAK ST STE 4"


def test_state_and_zip_on_lines_of_their_own_join_the_town() -> None:
    assert us("12 Oak St", "Orem", "Utah", "84097").lines == ("12 OAK ST", "OREM UT 84097")


def test_the_united_states_are_not_printed() -> None:
    address = us("12 Oak St", "Orem, UT 84097", "U.S.A.")
    assert address.lines[-1] == "OREM UT 84097"
    assert (address.country, address.valid) == ("United States", True)


def test_military_mail_is_domestic_and_names_no_country() -> None:
    address = us("PFC Roe", "PSC 3, Box 4", "APO, AE 09123", "Germany", abroad=False)
    assert address.lines == ("PFC ROE", "PSC 3 BOX 4", "APO AE 09123")
    assert address.valid


def test_a_foreign_country_comes_last_in_english() -> None:
    address = us("Calle Mayor 1", "28013 Madrid", "España")
    assert address.lines == ("CALLE MAYOR 1", "28013 MADRID", "SPAIN")
    assert (address.country, address.international) == ("Spain", True)


@pytest.mark.parametrize("line", ["Georgia", "DE", "Puerto Rico"])
def test_a_state_that_shares_its_name_with_a_country_is_the_state(line: str) -> None:
    assert us("12 Oak St", "Town", line).country is None


def test_an_address_without_zip_or_country_is_not_complete() -> None:
    assert us("12 Oak St", "Orem UT").problems == (Problem.NO_POSTCODE_OR_COUNTRY,)


@pytest.mark.parametrize("line", ["GEO", "Republic of Georgia", "საქართველო"])
def test_the_country_that_shares_its_name_with_a_state_says_so(line: str) -> None:
    address = us("1 Rustaveli Avenue", "0108 Tbilisi", line)
    assert (address.country, address.lines[-1]) == ("Georgia", "REPUBLIC OF GEORGIA")


@pytest.mark.parametrize(
    ("above", "box", "joined"),
    [
        ("RR 2", "Box 18", "RR 2 BOX 18"),
        ("Rural Route 2", "Box 18-A", "RR 2 BOX 18-A"),
        ("HC 1", "BOX 4", "HC 1 BOX 4"),
        ("PSC 802", "Box 74", "PSC 802 BOX 74"),
        ("Unit 2050", "Box 4190", "UNIT 2050 BOX 4190"),
    ],
)
def test_a_box_below_its_route_is_no_box_of_the_post_office(
    above: str, box: str, joined: str
) -> None:
    assert us("Jane Roe", above, box, "Price UT 84501").lines[1:-1] == (joined,)
    assert us("Jane Roe", "12 Oak St", box, "Price UT 84501").lines[2].startswith("PO BOX ")
