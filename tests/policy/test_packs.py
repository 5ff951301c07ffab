from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from mailroom.errors import PolicyFault
from mailroom.policy.packs import load_pack, pack_from_content
from mailroom.policy.part import BusinessTime
from tests.policy.packs import AGENCIES, RULES, copied_rules, own_pack, replaced
from tests.shared import SHARED, needs_samples

EMPLOYER_ONLY = {
    "self_service_usage",
    "self_service_it",
    "complaint_resolution",
    "complaint_review",
    "link_agent",
    "remove_agent",
}


@pytest.mark.parametrize("agency", AGENCIES)
def test_the_content_of_a_pack_makes_the_same_pack_again(agency: str) -> None:
    pack = own_pack(agency)
    stored = json.loads(json.dumps(pack.content))
    again = pack_from_content(stored)
    assert again.hash == pack.hash
    assert again.service_requests == pack.service_requests


def test_the_hash_changes_with_any_value(tmp_path: Path) -> None:
    rules = copied_rules(tmp_path)
    replaced(rules / "ors" / "obligations.yaml", "due: 1 business day", "due: 2 business days")
    assert load_pack(rules, "ors").hash != own_pack("ors").hash


def test_the_hash_does_not_change_with_comments(tmp_path: Path) -> None:
    rules = copied_rules(tmp_path)
    path = rules / "ors" / "ladder.yaml"
    path.write_text("# who hears of it\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert load_pack(rules, "ors").hash == own_pack("ors").hash


def test_stored_content_that_no_longer_fits_is_refused_with_its_place() -> None:
    content = dict(own_pack("ors").content)
    content["ladder"] = {"description": "x", "climbs": [{"obligation": "callback", "steps": []}]}
    with pytest.raises(PolicyFault, match=r"ladder\.climbs\.0"):
        pack_from_content(content)


@needs_samples
@pytest.mark.parametrize("agency", AGENCIES)
def test_every_type_of_the_agency_has_a_rule_file(agency: str) -> None:
    path = SHARED / "tools" / "label_types.json"
    wanted = json.loads(path.read_text(encoding="utf-8"))["packs"][agency]
    assert sorted(wanted) == sorted(kind.type for kind in own_pack(agency).service_requests)


def test_six_types_are_for_employers_alone() -> None:
    found = {k.type for k in own_pack("cms").service_requests if k.raised_for == ("employer",)}
    assert found == EMPLOYER_ONLY


def test_the_area_of_a_statement_is_spelt_as_its_place_in_the_procedure_has_it() -> None:
    statement = own_pack("cms").type_on("statement_request")
    enquiry = own_pack("cms").type_on("send_literature")
    assert statement is not None
    assert enquiry is not None
    assert statement.codes.triple == ("Employer", "Info Request", "Statement Request")
    assert enquiry.codes.triple == ("Employer", "Info Requested", "Send Literature")


def test_no_utah_type_has_codes() -> None:
    assert not any(any(kind.codes.triple) for kind in own_pack("ors").service_requests)


def test_lateness_never_climbs_beyond_the_regional_director() -> None:
    offices = {
        office
        for climb in own_pack("ors").ladder.climbs
        for rung in climb.rungs
        for office in rung.offices
    }
    assert offices == {"senior_agent", "team_manager", "ard", "rd"}


def test_a_complaint_to_the_director_and_a_threat_go_at_once() -> None:
    at_once = {rule.type: rule.offices for rule in own_pack("ors").ladder.at_once}
    assert at_once["complaint_to_director"] == ("constituent_affairs_director",)
    assert "rd" in at_once["threat"]


def test_lateness_as_a_trigger_is_cited_as_local() -> None:
    rungs = [rung for climb in own_pack("ors").ladder.climbs for rung in climb.rungs]
    assert all(rung.trigger_reference.is_local for rung in rungs)


@pytest.mark.parametrize("name", ["callback", "complaint"])
def test_utah_owes_callbacks_and_complaints_on_the_next_business_day(name: str) -> None:
    obligation = own_pack("ors").obligation(name)
    assert obligation is not None
    clock = obligation.clock_on(date(2026, 11, 23))
    assert clock is not None
    assert clock.due == BusinessTime(amount=1, unit="day")
    assert obligation.promise


def test_an_older_version_of_a_type_holds_on_older_days(tmp_path: Path) -> None:
    rules = copied_rules(tmp_path)
    types = rules / "cms" / "service_requests"
    new = types / "view_cmsl2040.2027.yaml"
    new.write_text((types / "view_cmsl2040.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    replaced(new, "effective_from: 2016-01-01", "effective_from: 2027-01-01")
    replaced(new, "title: Look up", "title: Read out")
    replaced(
        types / "view_cmsl2040.yaml",
        "effective_from: 2016-01-01",
        "effective_from: 2016-01-01\neffective_until: 2026-12-31",
    )
    pack = load_pack(rules, "cms")
    days = (date(2026, 12, 31), date(2027, 1, 1), None)
    found = [pack.type_on("view_cmsl2040", day) for day in days]
    assert [kind.title.split()[0] for kind in found if kind] == ["Look", "Read", "Read"]


def test_all_rows_of_unclear_places_are_registered() -> None:
    ids = {point.id for agency in AGENCIES for point in own_pack(agency).unclear.points}
    assert len(ids) >= 13


@pytest.mark.parametrize("path", sorted(RULES.rglob("*.yaml")), ids=lambda path: path.stem)
def test_no_rule_file_names_a_path_of_a_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "/work" not in text
    assert "/tmp" not in text
