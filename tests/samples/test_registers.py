"""Registers fit together, and belong to nobody."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from stdnum.us import ssn

from mailroom.records.mail import Agency
from mailroom.samples.casting import Casting
from mailroom.samples.moments import DAYS
from mailroom.samples.registers import World, write_registers
from mailroom.samples.world import build_world

TODAY = date(2026, 11, 23)
DOMAINS = (".test", "@example.org", "@example.com", "@example.net")


@pytest.fixture(scope="module", params=list(Agency))
def world(request: pytest.FixtureRequest) -> World:
    return build_world(request.param, 60, 1, TODAY)


def test_references_lead_to_rows(world: World) -> None:
    persons = {one.person_ref for one in world.persons}
    employers = {one.employer_ref for one in world.employers}
    cases = {one.case_number for one in world.cases}
    for part in world.case_participants:
        assert part.person_ref in persons
        assert part.case_number in cases
        assert not part.employer_ref or part.employer_ref in employers
    for link in world.employer_agent_links:
        assert link.employer_ref in employers
        assert link.earn in {one.earn for one in world.employer_agents}


def test_an_agent_writes_for_an_employer_it_was_linked_to_whenever_mail_is_made(
    world: World,
) -> None:
    casting = Casting(world, 1, TODAY)
    earliest = TODAY - timedelta(days=DAYS + 3)  # mail is made for ten days, weekends moved back
    for _ in range(50 if world.employer_agents else 0):
        writer = casting.writer("employer_agent")
        assert any(
            (link.earn, link.employer_ref) == (writer.earn, writer.employer_ref)
            and link.starts_on <= earliest
            and (link.ends_on is None or link.ends_on >= TODAY)
            for link in world.employer_agent_links
        )


def test_every_case_has_both_parents_and_an_owner(world: World) -> None:
    staff = {one.staff_ref: one for one in world.staff}
    for case in world.cases:
        roles = [one.role for one in world.case_participants if one.case_number == case.case_number]
        assert sorted(roles) == ["paying_parent", "receiving_parent"]
        assert staff[case.owner].role in {"case_owner", "caseworker"}


def test_demo_users_are_on_the_staff(world: World) -> None:
    roles = {one.os_user: one.role for one in world.staff}
    assert roles["manager1"] == roles["manager2"] == "team_manager"
    assert roles["ops"] == "operations"
    assert roles["auditor"] == "auditor"


def test_mailboxes_are_at_domains_kept_for_examples_and_unique(world: World) -> None:
    boxes = [one.email for one in world.persons]
    boxes += [one.email for one in world.employers]
    boxes += [one.email for one in world.staff]
    assert all(box.endswith(DOMAINS) for box in boxes)
    assert len(set(boxes)) == len(boxes)


def test_telephones_are_of_the_ranges_kept_for_drama(world: World) -> None:
    numbers = [one.telephone for one in world.persons]
    numbers += [one.telephone for one in world.employers]
    british = ("01632 960", "07700 900", "0113 496 0", "0114 496 0", "0115 496 0", "0116 496 0")
    for number in numbers:
        if world.agency is Agency.CMS:
            assert number.startswith((*british, "0117 496 0"))
        else:
            assert "555-01" in number


def test_national_numbers_look_real_and_are_nobodys(world: World) -> None:
    for person in world.persons:
        number = person.national_id
        if world.agency is Agency.CMS:
            assert (number[:2], number[-1] in "ABCD", len(number)) == ("NC", True, 9)
        else:
            assert ssn.is_valid(number)
            assert number.startswith("8")


def test_powers_of_attorney_stand_in_every_way() -> None:
    powers = build_world(Agency.ORS, 60, 1, TODAY).powers_of_attorney
    assert {one.review for one in powers} == {"valid", "invalid", "pending"}
    assert any(one.revoked_on for one in powers)
    assert {one.holds_on(TODAY) for one in powers} == {True, False}


def test_files_have_a_header_even_where_a_register_is_empty(tmp_path: Path) -> None:
    write_registers(build_world(Agency.ORS, 20, 1, TODAY), tmp_path)
    agents = (tmp_path / "employer_agents.csv").read_text(encoding="utf-8")
    assert agents == "earn,name,email,telephone,address,postcode\n"


def test_flags_dates_and_addresses_are_written_plainly(world: World, tmp_path: Path) -> None:
    write_registers(world, tmp_path)
    with (tmp_path / "persons.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["abroad"] for row in rows} == {"true", "false"}
    assert all("\n" in row["address"] for row in rows)
    assert any(row["died_on"] for row in rows)
    assert [date.fromisoformat(row["born_on"]) for row in rows] == [
        one.born_on for one in world.persons
    ]
