"""Names of countries."""

from __future__ import annotations

import pytest

from mailroom.addresses import international
from mailroom.addresses.country_names import GOV_UK_NAMES, SPELLINGS, STATES_AS_WELL
from mailroom.addresses.international import country_named


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("France", "France"),
        ("FRA", "France"),
        ("fr", "France"),
        ("Ffrainc", "France"),
        ("the netherlands", "Netherlands"),
        ("Côte d’Ivoire", "Ivory Coast"),
        ("COTE D IVOIRE", "Ivory Coast"),
        ("Österreich", "Austria"),
        ("Oesterreich", None),
        ("Ελλάδα", "Greece"),
        ("日本", "Japan"),
        ("Trinidad & Tobago", "Trinidad and Tobago"),
        ("Saint Lucia", "St Lucia"),
        ("Republic of Ireland", "Ireland"),
        ("N.I.", "United Kingdom"),
        ("Isle of Man", "Isle of Man"),
        ("Leeds", None),
        ("840", None),
        ("", None),
        ("!!!", None),
    ],
)
def test_a_country_is_known_by_any_of_its_names(said: str, name: str | None) -> None:
    assert country_named(said) == name


def test_every_name_of_our_own_tables_leads_to_the_country_of_its_code() -> None:
    english = international._english()
    for code, names in SPELLINGS.items():
        assert {country_named(name) for name in names} == {english[code]}, code
    for code, name in GOV_UK_NAMES.items():
        assert english[code] == country_named(name) == name


@pytest.mark.parametrize("code", sorted(STATES_AS_WELL))
def test_a_code_that_is_a_states_as_well_names_no_country(code: str) -> None:
    assert code in international._english()
    assert country_named(code) is None
