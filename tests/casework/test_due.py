"""When things are due: two clocks, office hours, holidays, and the nights the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mailroom.casework.due import Clocks, due_after, obligation_clocks
from mailroom.errors import PolicyFault
from mailroom.policy.calendars import BusinessCalendar, load_calendars
from mailroom.policy.duties import Clock, Obligation
from mailroom.policy.part import BusinessTime, Reference
from tests.shared import CHECKOUT


@pytest.fixture(scope="module")
def calendars() -> dict[str, BusinessCalendar]:
    return dict(load_calendars(CHECKOUT / "include" / "rules"))


def _local(calendar: BusinessCalendar, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=calendar.zone).astimezone(UTC)


def _due(calendar: BusinessCalendar, start: str, amount: int, unit: str) -> str:
    time = BusinessTime.model_validate({"amount": amount, "unit": unit})
    due = due_after(calendar, _local(calendar, start), time)
    assert due.tzinfo is UTC
    return due.astimezone(calendar.zone).strftime("%Y-%m-%dT%H:%M")


def _owed(promise: bool = True) -> Obligation:
    clock = Clock(
        effective_from=date(2020, 1, 1),
        due=BusinessTime.model_validate({"amount": 1, "unit": "day"}),
    )
    return Obligation(
        name="callback", description="A call.", reference=Reference(document="local"),
        promise=promise, clocks=(clock,),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("calendar", "start", "amount", "unit", "due"),
    [
        # Whole days end at the close of office hours; the day of receipt is day 0.
        ("utah", "2026-11-17T09:00", 1, "day", "2026-11-18T17:00"),
        ("utah", "2026-11-17T23:59", 1, "day", "2026-11-18T17:00"),
        ("utah", "2026-11-20T16:59", 1, "day", "2026-11-23T17:00"),
        ("utah", "2026-11-21T12:00", 1, "day", "2026-11-23T17:00"),
        ("utah", "2026-11-25T09:00", 1, "day", "2026-11-27T17:00"),
        ("utah", "2026-11-17T09:00", 0, "day", "2026-11-17T17:00"),
        ("utah", "2026-11-21T09:00", 0, "day", "2026-11-23T17:00"),
        ("england-and-wales", "2026-12-24T10:00", 1, "day", "2026-12-29T17:00"),
        # Hours run while the office is open.
        ("utah", "2026-11-17T09:00", 2, "hour", "2026-11-17T11:00"),
        ("utah", "2026-11-17T16:00", 2, "hour", "2026-11-18T09:00"),
        ("utah", "2026-11-17T20:00", 2, "hour", "2026-11-18T10:00"),
        ("utah", "2026-11-20T16:30", 60, "minute", "2026-11-23T08:30"),
        ("utah", "2026-11-21T12:00", 1, "hour", "2026-11-23T09:00"),
        # The nights the clocks change: office hours stay what the wall clock says.
        ("utah", "2026-03-06T16:30", 1, "day", "2026-03-09T17:00"),
        ("utah", "2026-03-06T16:30", 60, "minute", "2026-03-09T08:30"),
        ("utah", "2026-10-30T16:30", 60, "minute", "2026-11-02T08:30"),
        ("utah", "2026-03-08T02:30", 1, "day", "2026-03-09T17:00"),
        ("england-and-wales", "2026-03-27T16:30", 1, "day", "2026-03-30T17:00"),
        ("england-and-wales", "2026-10-23T16:30", 1, "day", "2026-10-26T17:00"),
        ("england-and-wales", "2026-10-25T01:30", 1, "day", "2026-10-26T17:00"),
    ],
)
def test_business_time_is_counted_on_the_agencys_calendar(
    calendars: dict[str, BusinessCalendar],
    calendar: str,
    start: str,
    amount: int,
    unit: str,
    due: str,
) -> None:
    assert _due(calendars[calendar], start, amount, unit) == due


def test_the_utc_moment_moves_with_the_clocks(calendars: dict[str, BusinessCalendar]) -> None:
    utah = calendars["utah"]
    day = BusinessTime.model_validate({"amount": 1, "unit": "day"})
    assert due_after(utah, _local(utah, "2026-03-05T09:00"), day).hour == 0
    assert due_after(utah, _local(utah, "2026-03-06T09:00"), day).hour == 23


@pytest.mark.parametrize(
    ("promised", "due"),
    [
        (None, "2026-11-18T17:00"),
        ("2026-11-17T15:00", "2026-11-17T15:00"),
        ("2026-11-19T15:00", "2026-11-18T17:00"),
    ],
)
def test_the_earlier_of_both_clocks_is_due(
    calendars: dict[str, BusinessCalendar], promised: str | None, due: str
) -> None:
    utah = calendars["utah"]
    clocks = obligation_clocks(
        utah,
        _owed(),
        _local(utah, "2026-11-17T09:00"),
        _local(utah, promised) if promised else None,
    )
    assert clocks.due_at == _local(utah, due)
    assert clocks.policy_due_at == _local(utah, "2026-11-18T17:00")


def test_a_promise_counts_only_where_the_rule_knows_promises(
    calendars: dict[str, BusinessCalendar],
) -> None:
    utah = calendars["utah"]
    at = _local(utah, "2026-11-17T09:00")
    assert obligation_clocks(utah, _owed(promise=False), at, at).promised_at is None


def test_a_day_without_a_clock_is_a_fault_of_the_pack(
    calendars: dict[str, BusinessCalendar],
) -> None:
    utah = calendars["utah"]
    with pytest.raises(PolicyFault, match=r"callback has no clock .*obligations\.yaml"):
        obligation_clocks(utah, _owed(), _local(utah, "2019-11-18T09:00"), None)


def test_without_a_promise_the_policy_clock_is_due() -> None:
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    assert Clocks(moment, None).due_at == moment
