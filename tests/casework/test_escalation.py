"""What is late is flagged once, climbs each rung once, and the notices name nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from mailroom.records.mail import Channel
from mailroom.steps.escalate_overdue import chase, tell
from mailroom.store import tables
from mailroom.store.database import Database
from tests.houses import MOMENT, add, add_item, add_sender, ask

PLANTED = """INSERT INTO documents (item_id, part, ordinal, media_type, bytes, encrypted, body)
  SELECT id, 'text', 1, 'text/plain', 0, false, :name FROM items"""
DEAD_LEASE = """INSERT INTO leases (holder, started_at, until, ended_at)
  VALUES ('dead', clock_timestamp(), clock_timestamp(), clock_timestamp())"""
NAME = "Nobody-Should-Read-This"
TUESDAY = datetime.fromisoformat("2026-11-17T16:00:00+00:00")  # 09:00 in Denver


def _obligation(
    database: Database,
    *,
    agency: str = "ors",
    kind: str = "complaint",
    due_at: datetime = TUESDAY,
    promised_at: datetime | None = None,
    status: str = "open",
) -> int:
    with database.transaction() as connection:
        item_id = add_item(
            connection, f"item {due_at} {kind}", agency=agency, channel=Channel.EMAIL
        )
        add_sender(connection, item_id)
        request = add(
            connection, tables.service_requests, item_id=item_id, agency=agency, type=kind,
            raised_for="unknown", owner="x", received_at=due_at, opened_at=due_at, status="open",
        )  # fmt: skip
        return add(
            connection, tables.obligations, service_request_id=request, agency=agency, kind=kind,
            received_at=due_at - timedelta(days=1), policy_due_at=due_at, promised_at=promised_at,
            due_at=min(filter(None, (due_at, promised_at))), status=status, unclear=[],
            met_at=due_at if status == "met" else None,
        )  # fmt: skip


def _rungs(database: Database) -> list[tuple[int, str]]:
    rows = ask(database, "SELECT rung, office FROM escalations ORDER BY rung, office")
    return [(row.rung, row.office) for row in rows]


def test_what_is_not_due_yet_is_left_alone(house: Database) -> None:
    _obligation(house)
    assert chase(TUESDAY) == {"flagged": 0, "promises_broken": 0}


@pytest.mark.parametrize("status", ["met", "void"])
def test_what_is_no_longer_owed_is_left_alone(house: Database, status: str) -> None:
    _obligation(house, status=status)
    assert chase(MOMENT) == {"flagged": 0, "promises_broken": 0}


def test_the_first_sweep_flags_and_tells_both_offices_of_rung_one(house: Database) -> None:
    _obligation(house)
    moment = TUESDAY + timedelta(minutes=5)
    assert chase(moment) == {"flagged": 1, "promises_broken": 0, "overdue": 1, "rungs": 1}
    assert _rungs(house) == [(1, "senior_agent"), (1, "team_manager")]
    (row,) = ask(house, "SELECT flagged_at FROM obligations")
    assert row.flagged_at == moment


def test_a_second_sweep_changes_nothing(house: Database) -> None:
    _obligation(house)
    chase(TUESDAY + timedelta(minutes=5))
    assert chase(TUESDAY + timedelta(minutes=10)) == {
        "flagged": 0, "promises_broken": 0, "overdue": 1, "rungs": 0,
    }  # fmt: skip
    assert len(ask(house, "SELECT id FROM outbox")) == 2


def test_lateness_climbs_rung_by_rung_and_nothing_beyond_the_regional_director(
    house: Database,
) -> None:
    _obligation(house)
    chase(TUESDAY + timedelta(minutes=5))
    chase(TUESDAY + timedelta(days=1))
    assert max(_rungs(house))[0] == 1  # a business day ends at the close of office hours
    chase(TUESDAY + timedelta(days=1, hours=9))
    chase(TUESDAY + timedelta(days=365))
    assert _rungs(house) == [(1, "senior_agent"), (1, "team_manager"), (2, "ard"), (2, "rd")]


def test_a_sweep_that_comes_late_climbs_every_rung_that_was_reached(house: Database) -> None:
    _obligation(house)
    assert chase(TUESDAY + timedelta(days=5))["rungs"] == 2


def test_a_broken_promise_is_counted_once_and_beside_the_flag(house: Database) -> None:
    _obligation(house, promised_at=TUESDAY - timedelta(hours=2))
    early = TUESDAY - timedelta(hours=1)
    assert chase(early)["promises_broken"] == 1
    assert chase(MOMENT)["promises_broken"] == 0
    events = ask(house, "SELECT event FROM narratives ORDER BY sequence")
    assert [row.event for row in events][:2] == ["overdue", "promise_broken"]


def test_one_agency_can_be_chased_alone(house: Database) -> None:
    _obligation(house)
    _obligation(house, agency="cms", kind="callback")
    assert chase(MOMENT, "cms")["flagged"] == 1
    assert chase(MOMENT, "ors")["flagged"] == 1


def test_a_rung_says_what_it_rests_on(house: Database) -> None:
    _obligation(house)
    chase(TUESDAY + timedelta(minutes=5))
    (row, _) = ask(house, "SELECT * FROM escalations")
    assert row.reference == "cs-004p, Complaint Procedures, step 6"
    assert row.evidence["trigger_reference"] == "local"
    assert row.evidence["missing"] == ["summary", "actions taken"]


def test_a_notice_holds_no_value_of_a_person(house: Database) -> None:
    _obligation(house)
    ask(house, PLANTED, name=NAME)
    chase(TUESDAY + timedelta(minutes=5))
    for row in ask(house, "SELECT outbox::text AS whole FROM outbox"):
        assert NAME not in row.whole
    (notice, _) = ask(house, "SELECT subject, body FROM outbox")
    assert notice.subject.startswith("Overdue: complaint for SR-")


def test_notices_leave_once_whenever_their_sender_dies(house: Database, tmp_path: object) -> None:
    _obligation(house)
    chase(TUESDAY + timedelta(minutes=5))
    ask(house, DEAD_LEASE)
    ask(house, "UPDATE outbox SET status = 'sending', lease_id = (SELECT max(id) FROM leases)")
    assert tell(MOMENT) == {"notices_sent": 2}
    assert tell(MOMENT) == {"notices_sent": 0}
    assert {row.status for row in ask(house, "SELECT status FROM outbox")} == {"sent"}
