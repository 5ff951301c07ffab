"""Why a person must look, although the words were sure."""

from __future__ import annotations

from datetime import date

import pytest
from mailroom.casework.eligibility import Doubt, why_a_person
from mailroom.policy.pack import Pack
from mailroom.policy.packs import load_pack
from mailroom.records.finding import Classification, Finding, Verdict
from mailroom.records.sender import Capacity, Sender

from tests.shared import CHECKOUT

DAY = date(2026, 11, 23)
UNKNOWN = Sender(Capacity.UNKNOWN)
EMPLOYER = Sender(Capacity.EMPLOYER, employer_id=1)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(CHECKOUT / "include" / "rules", "cms")


def _why(pack: Pack, sender: Sender, kind: str = "statement_request") -> str | None:
    found = Classification(Verdict.CLASSIFIED, (Finding(kind, 1.0, (), "rule", None),), "sure")
    doubt: Doubt | None = why_a_person(pack, found, sender, DAY)
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
