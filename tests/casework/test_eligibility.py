"""Why a person must look, although the words were sure."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mailroom.casework.eligibility import Doubt, Link, why_a_person
from mailroom.policy.pack import Pack
from mailroom.policy.packs import load_pack
from mailroom.records.finding import Classification, Finding, Verdict
from mailroom.records.sender import Capacity, Sender
from tests.shared import CHECKOUT

DAY = date(2026, 11, 23)
UNKNOWN = Sender(Capacity.UNKNOWN)
EMPLOYER = Sender(Capacity.EMPLOYER, employer_id=1)
AGENT = Sender(Capacity.EMPLOYER_AGENT, employer_agent_id=3)
FOR_EMPLOYER = Sender(Capacity.EMPLOYER_AGENT, employer_id=1, employer_agent_id=3)
YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(CHECKOUT / "include" / "rules", "cms")


def _why(
    pack: Pack, sender: Sender, kind: str = "statement_request", links: tuple[Link, ...] = ()
) -> str | None:
    found = Classification(Verdict.CLASSIFIED, (Finding(kind, 1.0, (), "rule", None),), "sure")
    doubt: Doubt | None = why_a_person(pack, found, sender, DAY, links)
    return doubt.code if doubt else None


def test_an_employers_request_is_opened_for_an_employer(pack: Pack) -> None:
    assert _why(pack, EMPLOYER) is None


def test_an_employers_request_of_nobody_known_is_not_opened(pack: Pack) -> None:
    assert _why(pack, UNKNOWN) == "sender_unknown"


def test_a_request_anybody_may_make_is_opened_for_anybody() -> None:
    pack = load_pack(CHECKOUT / "include" / "rules", "ors")
    assert _why(pack, UNKNOWN, "complaint") is None


def test_a_conflict_goes_before_everything_else(pack: Pack) -> None:
    assert _why(pack, Sender(Capacity.EMPLOYER, 1, conflict=True)) == "sender_conflict"


def test_a_trn_is_selected_by_hand(pack: Pack) -> None:
    assert _why(pack, Sender(Capacity.UNKNOWN, manual_selection="trn")) == "select_employer"


def test_an_agent_that_names_no_employer_speaks_of_itself(pack: Pack) -> None:
    assert _why(pack, AGENT) is None


def test_an_employer_that_names_an_agent_needs_no_link(pack: Pack) -> None:
    assert _why(pack, Sender(Capacity.EMPLOYER, employer_id=1, employer_agent_id=3)) is None


HELD = [Link(DAY, None), Link(DAY, DAY), Link(YESTERDAY, TOMORROW)]
NOT_HELD = [Link(TOMORROW, None), Link(YESTERDAY, YESTERDAY)]


@pytest.mark.parametrize("link", HELD)
def test_an_agent_opens_requests_for_an_employer_while_a_link_holds(pack: Pack, link: Link) -> None:
    assert _why(pack, FOR_EMPLOYER, links=(NOT_HELD[0], link)) is None


@pytest.mark.parametrize("links", [(), tuple(NOT_HELD)])
def test_an_agent_without_a_link_on_the_day_of_receipt_opens_nothing(
    pack: Pack, links: tuple[Link, ...]
) -> None:
    assert _why(pack, FOR_EMPLOYER, links=links) == "agent_not_linked"
