"""Registers: swapped whole, in one form, or refused with the line that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from mailroom.casework.candidates import candidates
from mailroom.casework.mentions import Mention
from mailroom.casework.registers import REGISTERS, load_register
from mailroom.errors import DataFault, MachineryFault
from mailroom.steps.load_registers import load
from mailroom.store.database import Database
from tests.casework.register_files import register, write_all, write_register
from tests.houses import MOMENT, ask

TWO = [{}, {"employer_ref": "121555666778", "name": "Beta Ltd", "email": "b@beta.test"}]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Database) -> Path:
    monkeypatch.setenv("MAILROOM_REGISTERS", str(tmp_path))
    write_all(tmp_path / "cms", employers=TWO)
    load("cms", MOMENT)
    return tmp_path / "cms"


def _employers(database: Database) -> dict[str, str | None]:
    rows = ask(database, "SELECT employer_ref, name FROM employers WHERE withdrawn_at IS NULL")
    return {row.employer_ref: row.name for row in rows}


def _load(database: Database, path: Path, name: str) -> int:
    with database.transaction() as connection:
        return load_register(connection, "cms", register(name), path, MOMENT)


def test_all_registers_are_loaded(folder: Path, database: Database) -> None:
    for one in REGISTERS:
        (row,) = ask(database, f"SELECT count(*) AS rows FROM {one.name}")
        assert row.rows == (2 if one.name == "employers" else 1)


def test_values_are_stored_in_one_form(folder: Path, database: Database) -> None:
    (employer, _) = ask(database, "SELECT * FROM employers ORDER BY employer_ref")
    assert (employer.employer_ref, employer.email, employer.telephone) == (
        "121555666777", "pay@acme.test", "+441614960001",
    )  # fmt: skip
    (person,) = ask(database, "SELECT * FROM persons")
    assert (person.national_id, person.telephone, person.deployed) == ("AB123456C", None, False)


def test_addresses_belong_to_the_reference_as_its_row_has_it(
    folder: Path, database: Database
) -> None:
    rows = ask(database, "SELECT owner_kind, owner_ref FROM addresses")
    assert {(row.owner_kind, row.owner_ref) for row in rows} == {
        ("employer", "121555666777"), ("employer", "121555666778"), ("employer_agent", "71234567"),
        ("person", "P-1"), ("attorney", "A-1"),
    }  # fmt: skip


def test_an_unchanged_file_is_not_loaded_again(folder: Path) -> None:
    assert set(load("cms", MOMENT).values()) == {0}


def test_a_changed_row_keeps_its_id(folder: Path, database: Database) -> None:
    before = ask(database, "SELECT id FROM employers ORDER BY id")
    write_register(folder, "employers", {"name": "Acme plc"}, TWO[1])
    assert load("cms", MOMENT)["employers"] == 2
    assert ask(database, "SELECT id FROM employers ORDER BY id") == before
    assert _employers(database) == {"121555666777": "Acme plc", "121555666778": "Beta Ltd"}


def test_a_missing_row_is_withdrawn_and_comes_back_with_its_id(
    folder: Path, database: Database
) -> None:
    write_register(folder, "employers", {})
    load("cms", MOMENT)
    assert _employers(database) == {"121555666777": "Acme Ltd"}
    write_register(folder, "employers", *TWO)
    load("cms", MOMENT)
    assert len(_employers(database)) == len(ask(database, "SELECT id FROM employers")) == 2


def test_a_new_address_withdraws_the_old_one(folder: Path, database: Database) -> None:
    write_register(folder, "persons", {"address": "9 New Road\nBath\nBA1 1AA"})
    load("cms", MOMENT)
    rows = ask(database, "SELECT lines[1], withdrawn_at IS NULL FROM addresses "
                         "WHERE owner_kind = 'person' ORDER BY id")  # fmt: skip
    assert [tuple(row) for row in rows] == [("3 Mill Lane", False), ("9 New Road", True)]


def test_another_agencys_rows_are_left_alone(folder: Path, database: Database) -> None:
    write_all(folder.parent / "ors", employers=[])
    load("ors", MOMENT)
    assert len(_employers(database)) == 2


SECRET = "Secret Name"


@pytest.mark.parametrize(
    ("name", "rows", "words"),
    [
        (
            "employers",
            [{}, {"employer_ref": "121-555-666-777"}],
            "line 6.*employer_ref stands twice",
        ),
        ("employers", [{"fax_preferred": SECRET}], "line 2, column fax_preferred"),
        ("employers", [{}, {"employer_ref": "x", "name": ""}], "line 6, column name: a value is"),
        ("persons", [{"born_on": SECRET}], "line 2, column born_on"),
        ("persons", [{"given_name": SECRET + "\0"}], "line 2, column given_name"),
    ],
)
def test_a_bad_value_is_refused_by_line_and_column_and_never_shown(
    tmp_path: Path, database: Database, name: str, rows: list[Mapping[str, str]], words: str
) -> None:
    path = write_register(tmp_path, name, *rows)
    with pytest.raises(DataFault, match=rf"{name}\.csv, {words}") as fault:
        _load(database, path, name)
    assert SECRET not in str(fault.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "has no column staff_ref"),
        ("staff_ref,name\nS1,x\n", "has no column os_user"),
        ("{header},name\nS1,,x,,r,,,,y\n", "has twice the column name"),
        ("{header}\nS1,,x\n", "line 2: 3 fields, where the header has 8"),
        ("{header}\nS1,,x,,r,,,\n\nS2,,x,,r,,,,,\n", "line 4: 10 fields"),
        ('{header}\nS1,,"cut', "no UTF-8 CSV file"),
        ("{header}\nS1,,\udce9,,r,,,\n", "no UTF-8 CSV file"),
    ],
)
def test_a_file_of_another_shape_is_refused(
    tmp_path: Path, database: Database, content: str, words: str
) -> None:
    path = tmp_path / "staff.csv"
    text = content.format(header=",".join(register("staff").wanted))
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(DataFault, match=rf"staff\.csv.*{words}"):
        _load(database, path, "staff")


def test_a_file_as_spreadsheets_write_it_is_taken(tmp_path: Path, database: Database) -> None:
    path = write_register(tmp_path, "staff", {})
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert _load(database, path, "staff") == 1


def test_a_bad_file_leaves_yesterdays_registers_in_force(folder: Path, database: Database) -> None:
    write_register(folder, "employers", {"name": "Acme plc"})
    write_register(folder, "persons", {"born_on": "soon"})
    with pytest.raises(MachineryFault, match=r"persons\.csv, line 2, column born_on"):
        load("cms", MOMENT)
    assert _employers(database)["121555666777"] == "Acme Ltd"


def test_a_file_that_was_not_delivered_changes_nothing(folder: Path, database: Database) -> None:
    write_register(folder, "employers", {"name": "Acme plc"})
    (folder / "cases.csv").unlink()
    with pytest.raises(MachineryFault, match=r"cases\.csv was not delivered"):
        load("cms", MOMENT)
    assert _employers(database)["121555666777"] == "Acme Ltd"


LEADS = {
    ("ern", "121555666777"): {"employer"},
    ("email", "pay@acme.test"): {"employer"},
    ("telephone", "+441614960001"): {"employer"},
    ("earn", "71234567"): {"employer_agent"},
    ("case_number", "301234567890"): {"case", "participant", "attorney", "poa_agent"},
    ("nino", "AB123456C"): {"participant"},
    ("email", "pat@example.test"): {"participant"},
    ("email", "ann@law.test"): {"attorney"},
    ("email", "kim@poa.test"): {"poa_agent"},
    ("email", "nobody@example.test"): set(),
}


def test_mentions_lead_to_the_rows_in_force_and_to_none_that_are_withdrawn(
    folder: Path, database: Database
) -> None:
    assert {asked: _subjects(database, *asked) for asked in LEADS} == LEADS
    for one in REGISTERS:
        write_register(folder, one.name)
    load("cms", MOMENT)
    assert {asked for asked in LEADS if _subjects(database, *asked)} == set()


def test_who_holds_no_valid_power_of_attorney_is_a_third_party(
    folder: Path, database: Database
) -> None:
    for change in (
        {"review": "pending"},
        {"revoked_on": "2026-01-01"},
        {"ends_on": "2026-11-22"},
        {"starts_on": "2026-11-24"},
    ):
        write_register(folder, "powers_of_attorney", change)
        load("cms", MOMENT)
        assert _subjects(database, "email", "kim@poa.test") == {"third_party"}, change


def _subjects(database: Database, kind: str, value: str) -> set[str]:
    mention = Mention(kind, value, "text")
    with database.transaction() as connection:
        led = candidates(connection, "cms", [mention], date(2026, 11, 23))
    return {one.subject for one in led.get(mention, ())}
