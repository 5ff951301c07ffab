"""The wordings are whole: every type, every brace, several ways of saying it."""

from __future__ import annotations

import random
from dataclasses import fields
from string import Formatter

import pytest

from mailroom.records.mail import Agency, Channel
from mailroom.samples.casting import THIRD_PARTY_KNOWN
from mailroom.samples.facts import Facts
from mailroom.samples.phrasebook import Wording, phrasebook
from mailroom.samples.slips import mistype

NAMES = {one.name for one in fields(Facts)}
WORDINGS = [
    pytest.param(wording, id=f"{agency}-{wording.type}")
    for agency in Agency
    for wording in phrasebook(agency).types.values()
]


@pytest.mark.parametrize("wording", WORDINGS)
def test_braces_name_facts(wording: Wording) -> None:
    said = [wording.said(who, one) for who in wording.asked_by for one in wording.channels]
    for text in (*wording.subjects, *(text for texts in said for text in texts)):
        assert {name for _, name, _, _ in Formatter().parse(text) if name} <= NAMES


@pytest.mark.parametrize("wording", WORDINGS)
def test_each_type_is_said_in_several_ways_and_by_somebody(wording: Wording) -> None:
    assert len(set(wording.text)) >= 2
    assert wording.asked_by
    assert Channel.TELEPHONE not in wording.channels or wording.spoken


def test_every_capacity_can_be_cast() -> None:
    writers = {
        who
        for agency in Agency
        for one in phrasebook(agency).types.values()
        for who in one.asked_by
    }
    assert writers == {
        *("employer", "employer_agent", "paying_parent", "receiving_parent", "attorney"),
        *("poa_agent", "third_party", THIRD_PARTY_KNOWN),
    }


def test_also_accepted_types_exist() -> None:
    for agency in Agency:
        types = phrasebook(agency).types
        assert {code for one in types.values() for code in one.also} <= types.keys()


def test_slips_change_words_and_leave_numbers_and_mailboxes_alone() -> None:
    text = "Please forward the statement for 121450362361 to payroll.office@example.org"
    changed = mistype(text, random.Random(3))
    assert changed != text
    assert "121450362361" in changed
    assert "office@example.org" in changed
