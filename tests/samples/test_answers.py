"""The answers speak of what is there, and hold every kind of mail."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from mailroom.records.mail import Agency, ItemStatus
from mailroom.records.sender import Capacity
from mailroom.samples.phrasebook import phrasebook
from tests.samples.conftest import AS_OF, Made

REGISTERS = {
    "employer_ref": "employers",
    "earn": "employer_agents",
    "case_number": "cases",
    "person_ref": "persons",
}


def known(made: Made, agency: str, column: str) -> set[str]:
    path = made.folder / "registers" / agency / f"{REGISTERS[column]}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return {row[column] for row in csv.DictReader(stream)}


@pytest.mark.parametrize("agency", list(Agency))
@pytest.mark.parametrize("column", list(REGISTERS))
def test_references_are_in_the_registers(made: Made, agency: Agency, column: str) -> None:
    named = {one[column] for one in made.answers if one["agency"] == agency} - {None}
    assert named <= known(made, agency, column)
    assert named or (agency, column) == (Agency.ORS, "earn")


@pytest.mark.parametrize("agency", list(Agency))
def test_all_outcomes_are_there(made: Made, agency: Agency) -> None:
    outcomes = {one["outcome"] for one in made.answers if one["agency"] == agency}
    assert outcomes == {"opened", "triage", "no_request", "duplicate", "quarantined"}


@pytest.mark.parametrize("agency", list(Agency))
def test_words_of_the_answers_are_words_of_the_house(made: Made, agency: Agency) -> None:
    types = phrasebook(agency).types
    for one in made.answers:
        if one["agency"] != agency:
            continue
        assert ItemStatus(one["outcome"])
        assert one["capacity"] is None or Capacity(one["capacity"])
        assert set(one["types"]) | set(one["also_accepted"]) <= types.keys()


def test_most_is_opened(made: Made) -> None:
    opened = [one for one in made.answers if one["outcome"] == "opened"]
    assert 0.6 < len(opened) / len(made.answers) < 0.85


def test_some_letters_ask_for_several_things(made: Made) -> None:
    channels = {one["channel"] for one in made.answers if len(one["types"]) > 1}
    assert channels >= {"email", "letter", "fax", "telephone"}


@pytest.mark.parametrize("agency", list(Agency))
def test_some_obligations_are_overdue_and_some_are_not(made: Made, agency: Agency) -> None:
    late = {
        one["overdue_at_as_of"]
        for one in made.answers
        if one["agency"] == agency and one["obligations"]
    }
    assert late == {True, False}


def test_overdue_means_due_before_the_moment(made: Made) -> None:
    for one in made.answers:
        due = [datetime.fromisoformat(each["due_local"]) for each in one["obligations"]]
        assert one["overdue_at_as_of"] == any(moment < AS_OF for moment in due)
        assert all(moment.tzinfo is not None for moment in due)


def test_a_duplicate_has_the_bytes_of_its_original(made: Made) -> None:
    copies = [one for one in made.answers if one["outcome"] == "duplicate"]
    assert {one["channel"] for one in copies} >= {"email", "letter"}
    for one in copies:
        first = original(made, one)
        assert made.path_of(one).read_bytes() == made.path_of(first).read_bytes()
        assert first["outcome"] == "opened"


def original(made: Made, copy: Mapping[str, Any]) -> Mapping[str, Any]:
    (found,) = [
        one
        for one in made.of(copy["channel"])
        if (one["agency"], one["source_reference"]) == (copy["agency"], copy["duplicate_of"])
    ]
    return found


def test_an_agent_who_asks_what_only_an_employer_may_goes_to_triage(made: Made) -> None:
    asked = [one for one in made.answers if one["why"] == "employer_only"]
    assert asked
    assert {(one["capacity"], one["outcome"]) for one in asked} == {("employer_agent", "triage")}


def test_threats_and_complaints_to_the_director_are_urgent(made: Made) -> None:
    urgent = {code for one in made.answers if one["urgent"] for code in one["types"]}
    assert {"threat", "complaint_to_director"} <= urgent
