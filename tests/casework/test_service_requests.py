"""Service requests: codes, plan, obligation and narrative exactly as the rule has them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, Row, insert

from mailroom.casework.rule_sets import ActiveRules, active_rules
from mailroom.casework.service_requests import ToOpen, open_requests, to_open
from mailroom.policy.service_requests import ServiceRequestType
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity
from mailroom.store.database import Database
from mailroom.store.queries import question
from mailroom.store.tables import calls
from tests.houses import MOMENT, add_item, add_sender, ask


def _rules(connection: Connection, agency: str = "cms") -> ActiveRules:
    return active_rules(connection)[agency]


def _sender(connection: Connection, item_id: int) -> Row:
    return connection.execute(question("senders_of_items"), {"ids": [item_id]}).one()


def _kind(rules: ActiveRules, code: str) -> ServiceRequestType:
    kind = rules.pack.type_on(code, rules.calendar.local_day(MOMENT))
    assert kind is not None
    return kind


def _open(
    database: Database,
    *codes: str,
    agency: str = "cms",
    channel: Channel = Channel.EMAIL,
    received_at: datetime = MOMENT,
    promised_at: datetime | None = None,
) -> list[ToOpen]:
    with database.transaction() as connection:
        item_id = add_item(
            connection, "item", agency=agency, channel=channel, received_at=received_at
        )
        add_sender(connection, item_id, Capacity.EMPLOYER)
        if promised_at:
            connection.execute(insert(calls), {"item_id": item_id, "promised_at": promised_at})
        rules = _rules(connection, agency)
        found = [(_kind(rules, code), f"reference of {code}") for code in codes]
        wanted = to_open(_sender(connection, item_id), rules, found)
        open_requests(connection, wanted, MOMENT)
        return wanted


def test_codes_are_exactly_those_of_the_rule(house: Database) -> None:
    (one,) = _open(house, "statement_request")
    (row,) = ask(house, "SELECT * FROM service_requests")
    assert (row.process, row.area, row.sub_area) == (
        "Employer", "Info Request", "Statement Request",
    )  # fmt: skip
    assert (row.type, row.owner, row.reference, row.status) == (
        "statement_request", one.kind.owner, "reference of statement_request", "open",
    )  # fmt: skip
    assert (row.received_at, row.opened_at) == (MOMENT, MOMENT)


def test_where_the_procedure_has_no_codes_there_are_none(house: Database) -> None:
    _open(house, "complaint", agency="ors")
    (row,) = ask(house, "SELECT process, area, sub_area FROM service_requests")
    assert tuple(row) == (None, None, None)


def test_the_plan_is_that_of_the_rule_in_its_order(house: Database) -> None:
    (one,) = _open(house, "statement_request")
    rows = ask(house, "SELECT * FROM activities ORDER BY ordinal")
    assert [row.ordinal for row in rows] == list(range(1, len(rows) + 1))
    assert [(row.title, row.owner_role, row.letter_template) for row in rows] == [
        (step.do, step.by, step.letter) for step in one.kind.activities
    ]
    assert [row.due_at is not None for row in rows] == [
        step.due is not None for step in one.kind.activities
    ]


def test_an_obligation_runs_from_the_day_of_receipt(house: Database) -> None:
    received = datetime.fromisoformat("2026-11-20T23:30:00+00:00")  # Friday 16:30 in Denver
    _open(house, "complaint", agency="ors", received_at=received)
    (row,) = ask(house, "SELECT * FROM obligations")
    assert (row.kind, row.status) == ("complaint", "open")
    assert row.due_at == datetime.fromisoformat("2026-11-24T00:00:00+00:00")
    assert row.reference.startswith("cs-004p, Complaint Procedures")


@pytest.mark.parametrize("agency", ["cms", "ors"])
def test_a_call_owes_a_callback_with_both_clocks_whatever_it_is_about(
    house: Database, agency: str
) -> None:
    codes = {"cms": "statement_request", "ors": "general_information"}
    promised = MOMENT + timedelta(hours=2)
    _open(house, codes[agency], agency=agency, channel=Channel.TELEPHONE, promised_at=promised)
    (row,) = ask(house, "SELECT * FROM obligations")
    assert (row.kind, row.promised_at, row.due_at) == ("callback", promised, promised)
    assert row.policy_due_at > promised


def test_a_call_that_complains_owes_the_answer_to_the_complaint_alone(house: Database) -> None:
    _open(house, "general_information", "complaint", agency="ors", channel=Channel.TELEPHONE)
    assert [row.kind for row in ask(house, "SELECT kind FROM obligations")] == ["complaint"]


def test_the_opening_is_told_on_the_sender_or_the_item(house: Database) -> None:
    _open(house, "statement_request")
    (row,) = ask(house, "SELECT * FROM narratives")
    assert (row.event, row.subject_kind) == ("service_request_opened", "item")
    assert "Employer / Info Request / Statement Request" in row.words
    assert row.reference == "reference of statement_request"


def test_a_type_of_an_item_is_opened_once(house: Database) -> None:
    (one,) = _open(house, "statement_request")
    with pytest.raises(Exception, match="service_requests_item_id_type_key"):
        _open_again(house, one)
    assert len(ask(house, "SELECT id FROM service_requests")) == 1


def _open_again(database: Database, one: ToOpen) -> None:
    with database.transaction() as connection:
        open_requests(connection, [one], MOMENT)


def test_what_goes_to_an_office_at_once_is_told_when_it_is_opened(house: Database) -> None:
    _open(house, "threat", agency="ors")
    rows = ask(house, "SELECT office, rung, trigger FROM escalations ORDER BY office")
    assert [tuple(row) for row in rows] == [("rd", 0, "urgent"), ("team_manager", 0, "urgent")]
    assert len(ask(house, "SELECT id FROM outbox")) == 2


def test_nothing_to_open_opens_nothing(house: Database) -> None:
    with house.transaction() as connection:
        assert open_requests(connection, [], MOMENT) == 0
