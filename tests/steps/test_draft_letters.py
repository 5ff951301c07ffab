"""Drafting, bound: what a letter says to its reader is kept beside it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from mailroom.letters.draft import Draft
from mailroom.records.sender import Capacity
from mailroom.steps import draft_letters
from mailroom.store import tables
from mailroom.store.database import Database
from tests.houses import MOMENT, add, add_item, add_sender, ask

REF = "121555666777"


def _owed(database: Database, template: str, due_at: datetime) -> None:
    """An employer's request whose plan writes one letter, and what is owed for it by `due_at`."""
    with database.transaction() as connection:
        employer = add(connection, tables.employers, agency="cms", employer_ref=REF, name="Acme",
                       contact_name="Jo Hale", fax_preferred=False, voicemail_authorised=False,
                       language="en", schedule_by="paper")  # fmt: skip
        add(connection, tables.addresses, agency="cms", owner_kind="employer", owner_ref=REF,
            version="v1", lines=["Acme", "1 High Street", "BATH", "BA1 1AA"],
            problems=[])  # fmt: skip
        item_id = add_item(connection, "r1")
        add_sender(connection, item_id, Capacity.EMPLOYER, employer_id=employer)
        request = add(connection, tables.service_requests, item_id=item_id, agency="cms",
                      type="complaint_resolution", raised_for="employer", owner="x",
                      employer_id=employer, received_at=MOMENT, opened_at=MOMENT,
                      status="open")  # fmt: skip
        add(connection, tables.activities, service_request_id=request, ordinal=1, title="Write",
            owner_role="x", mandatory=True, letter_template=template, status="open")  # fmt: skip
        add(connection, tables.obligations, service_request_id=request, agency="cms",
            kind="complaint", received_at=MOMENT, policy_due_at=due_at, due_at=due_at,
            status="open", unclear=[])  # fmt: skip


@pytest.mark.parametrize(
    ("template", "promised"),
    [
        ("complaint_acknowledgement", date(2026, 11, 25)),
        ("change_of_circumstances_acknowledged", None),
    ],
)
def test_the_day_that_a_letter_promises_is_kept_beside_it(
    house: Database, template: str, promised: date | None
) -> None:
    _owed(house, template, MOMENT + timedelta(days=2))
    assert draft_letters.draft(0, MOMENT) == {"awaiting_approval": 1}
    assert ask(house, "SELECT promised_on FROM letters")[0].promised_on == promised


def test_a_step_that_is_called_done_meanwhile_gets_no_letter(
    house: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _owed(house, "complaint_acknowledgement", MOMENT + timedelta(days=2))
    honest = draft_letters.draft_letter

    def slowly(*words: Any) -> Draft:
        ask(house, "UPDATE activities SET status = 'done', done_at = :at, done_by = 'clerk'",
            at=MOMENT)  # fmt: skip
        return honest(*words)

    monkeypatch.setattr(draft_letters, "draft_letter", slowly)
    assert draft_letters.draft(0, MOMENT) == {}
    assert ask(house, "SELECT id FROM letters") == []
