"""Letterheads, addresses and signatures say nothing; everything else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailroom.casework.classify import classifier_for
from mailroom.casework.matching.anatomy import quietened
from mailroom.records.finding import ItemText, Verdict
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity
from tests.policy.packs import own_pack

LETTER = """Complaints Direct Ltd
14 Statement Road
Leeds LS1 4AA
Tel: 01632 960123

3 May 2026

Re: Mr Hale

Dear Sirs,

He left us on Friday. His last pay
was on the 5th.

Yours faithfully,

Pat Orr
Head of Complaints
Agent Street Payroll Bureau
P.S. Please send a booklet too."""


def test_a_letterhead_and_a_signature_are_blank() -> None:
    said = quietened(LETTER)
    for silent in ("Complaints Direct", "Statement Road", "960123", "Head of Complaints", "Bureau"):
        assert silent not in said
    for spoken in ("Re: Mr Hale", "He left us on Friday", "was on the 5th", "P.S. Please send"):
        assert spoken in said


@given(st.text())
def test_every_character_keeps_its_place(text: str) -> None:
    said = quietened(text)
    assert len(said) == len(text)
    assert all(one in (" ", other) for one, other in zip(said, text, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "Please send a statement.\nWe need it by Friday.\nThanks",
        "Hi\nmy address is\n14 Mill Lane\nLeeds LS1 4AA\nplease change it",
        "We have moved to\n4 Mill Lane\nLeeds LS1 4AA\n\nPlease update your records.",
        "I want to complain about how I was treated by your staff on Friday last week.\n"
        "Nobody called back.\n\nDear me, what a mess.\nPat",
    ],
)
def test_what_may_be_said_is_never_blank(text: str) -> None:
    blank = {line for line, kept in zip(text.split("\n"), quietened(text).split("\n"), strict=True)
             if line.strip() and not kept.strip()}  # fmt: skip
    assert blank <= {"Pat"}


@pytest.mark.parametrize(
    "footer",
    [
        "Sent from my iPhone, ask for a statement",
        "This email and any attachments are confidential. Complaints: call us.",
        "If you would like this letter in Welsh, please call us",
    ],
)
def test_a_footer_is_blank_to_the_end(footer: str) -> None:
    said = quietened(f"Hello,\nhe left us on Friday.\nPat\n{footer}\nand more of it")
    assert said.split("\n")[3:] == [" " * len(footer), " " * len("and more of it")]
    assert "he left us" in said


def test_a_firms_name_opens_nothing() -> None:
    item = ItemText({"text": LETTER}, Capacity.EMPLOYER, Channel.LETTER)
    result = classifier_for(own_pack("cms")).classify(item)
    assert result.verdict is Verdict.CLASSIFIED
    assert {one.type for one in result.findings} == {
        "change_of_circumstances_single", "send_literature",
    }  # fmt: skip
    for finding in result.findings:
        for span in finding.spans:
            assert "Complaints" not in LETTER[span.start : span.end]
