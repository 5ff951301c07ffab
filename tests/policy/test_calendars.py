"""Business calendars: whose days they are, and deadlines counted in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mailroom.cli import main
from mailroom.errors import PolicyFault
from mailroom.policy.calendar_file import Calendars
from mailroom.policy.calendars import BusinessCalendar, calendars_from_content, load_calendars
from tests.shared import CHECKOUT, SAMPLES, needs_samples

RULES = CHECKOUT / "include" / "rules"
CALENDARS = load_calendars(RULES)
NAMES = ("england-and-wales", "scotland", "northern-ireland", "utah")
UTAH = CALENDARS["utah"]
ENGLAND = CALENDARS["england-and-wales"]

calendars = st.sampled_from(NAMES).map(CALENDARS.__getitem__)
days = st.dates(date(2016, 1, 1), date(2035, 1, 1))
moments = st.datetimes(datetime(2016, 1, 2), datetime(2035, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)


def content(**changes: object) -> dict[str, Any]:
    """A small calendar.yaml, as parsed."""
    hours = {"opens": "09:00", "closes": "17:00"}
    week: dict[str, object] = {"effective_from": date(2026, 1, 1), "reference": "local"}
    return {
        "description": "For tests.",
        "zone": "Europe/London",
        "valid": {"first": date(2026, 1, 1), "last": date(2026, 12, 31)},
        "office_hours": [week | {"monday": hours, "wednesday": hours}],
        "calendars": {
            "narrow": {"description": "Two days a week.", "base": {"country": "GB"}},
        },
        **changes,
    }


def only(changed: Mapping[str, Any]) -> BusinessCalendar:
    (calendar,) = calendars_from_content(changed).values()
    return calendar


def test_the_packs_have_these_calendars() -> None:
    assert sorted(CALENDARS) == sorted(NAMES)


@pytest.mark.parametrize(
    ("calendar", "start", "count", "due"),
    [
        ("england-and-wales", "2026-06-12", 1, "2026-06-15"),
        ("scotland", "2026-06-12", 1, "2026-06-16"),
        ("england-and-wales", "2026-07-10", 1, "2026-07-13"),
        ("northern-ireland", "2026-07-10", 1, "2026-07-14"),
        ("utah", "2026-07-02", 1, "2026-07-06"),
        ("utah", "2024-06-14", 1, "2024-06-18"),
        ("utah", "2026-11-21", 1, "2026-11-23"),
        ("utah", "2026-11-21", 0, "2026-11-21"),
    ],
)
def test_the_start_is_day_0_and_holidays_are_not_counted(
    calendar: str, start: str, count: int, due: str
) -> None:
    found = CALENDARS[calendar].add_business_days(date.fromisoformat(start), count)
    assert found.isoformat() == due


def test_the_day_of_receipt_is_the_agencys_not_the_machines() -> None:
    assert UTAH.local_day(datetime(2026, 7, 3, 5, 59, tzinfo=UTC)) == date(2026, 7, 2)
    assert UTAH.local_day(datetime(2026, 7, 3, 6, 0, tzinfo=UTC)) == date(2026, 7, 3)


@pytest.mark.parametrize(
    ("moment", "close"),
    [
        # Utah: clocks go forward on 8 March 2026 and back on 1 November 2026.
        ("2026-03-06T16:00-07:00", "2026-03-09T17:00-06:00"),
        ("2026-03-08T03:30-06:00", "2026-03-09T17:00-06:00"),
        ("2026-10-30T23:59-06:00", "2026-11-02T17:00-07:00"),
        ("2026-11-01T01:30-06:00", "2026-11-02T17:00-07:00"),
        ("2026-11-01T01:30-07:00", "2026-11-02T17:00-07:00"),
    ],
)
def test_over_a_clock_change_the_office_closes_at_its_own_hour(moment: str, close: str) -> None:
    found = UTAH.next_business_close(datetime.fromisoformat(moment))
    assert found == datetime.fromisoformat(close)
    assert found.tzinfo is UTC


def test_office_hours_are_those_of_the_day() -> None:
    assert ENGLAND.open_of(date(2026, 1, 5)) == datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert ENGLAND.close_of(date(2026, 7, 6)) == datetime(2026, 7, 6, 16, tzinfo=UTC)


@given(calendars, days, st.integers(0, 60), st.integers(0, 60))
def test_counting_in_two_steps_is_counting_at_once(
    calendar: BusinessCalendar, start: date, first: int, then: int
) -> None:
    there = calendar.add_business_days(start, first)
    assert calendar.add_business_days(there, then) == calendar.add_business_days(
        start, first + then
    )


@given(calendars, days, days, st.integers(0, 60))
def test_a_later_start_is_never_due_earlier(
    calendar: BusinessCalendar, one: date, other: date, count: int
) -> None:
    early, late = sorted((one, other))
    assert calendar.add_business_days(early, count) <= calendar.add_business_days(late, count)


@given(calendars, days, st.integers(1, 30))
def test_the_table_agrees_with_counting_day_by_day(
    calendar: BusinessCalendar, start: date, count: int
) -> None:
    day, left = start, count
    while left:
        day += timedelta(days=1)
        left -= calendar.is_business_day(day)
    assert calendar.add_business_days(start, count) == day


@given(calendars, moments, st.integers(1, 20))
def test_a_close_is_at_the_local_hour_of_the_day_due(
    calendar: BusinessCalendar, moment: datetime, count: int
) -> None:
    close = calendar.next_business_close(moment, count)
    due = calendar.add_business_days(calendar.local_day(moment), count)
    assert close > moment
    assert close.astimezone(calendar.zone).replace(tzinfo=None) == datetime(
        due.year, due.month, due.day, 17
    )


def test_weekdays_without_hours_are_no_business_days() -> None:
    calendar = only(content())
    assert calendar.add_business_days(date(2026, 11, 2), 2) == date(2026, 11, 9)
    with pytest.raises(PolicyFault, match="2026-11-03 is no business day"):
        calendar.close_of(date(2026, 11, 3))


def test_hours_change_on_the_day_they_take_effect() -> None:
    later = {"effective_from": date(2026, 6, 1), "reference": "local"}
    hours = {"monday": {"opens": "08:00", "closes": "12:00"}}
    calendar = only(content(office_hours=[*content()["office_hours"], later | hours]))
    assert calendar.close_of(date(2026, 5, 18)) == datetime(2026, 5, 18, 16, tzinfo=UTC)
    assert calendar.close_of(date(2026, 6, 1)) == datetime(2026, 6, 1, 11, tzinfo=UTC)


def test_days_outside_the_table_are_refused_with_the_cure() -> None:
    with pytest.raises(PolicyFault, match="extend `valid`"):
        UTAH.add_business_days(date(2015, 12, 31), 1)
    with pytest.raises(PolicyFault, match="utah holds 2016-01-01 to 2035-12-31"):
        UTAH.add_business_days(date(2035, 12, 28), 5)


def test_what_cannot_be_counted_is_refused() -> None:
    with pytest.raises(ValueError, match="forwards"):
        UTAH.add_business_days(date(2026, 1, 1), -1)
    with pytest.raises(ValueError, match="1 business day or more"):
        UTAH.next_business_close(datetime(2026, 1, 1, tzinfo=UTC), 0)
    with pytest.raises(ValueError, match="aware"):
        UTAH.local_day(datetime(2026, 1, 1))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"zone": "Mars/Olympus"}, "zone: no IANA zone"),
        ({"colour": "red"}, "colour: Extra inputs"),
        ({"office_hours": []}, "office_hours"),
        ({"valid": {"first": date(2025, 1, 1), "last": date(2026, 1, 1)}}, "must begin by"),
        ({"calendars": {"x": {"description": "d", "base": {"country": "XX"}}}}, "no list for XX"),
    ],
)
def test_a_wrong_file_is_refused_by_name_and_place(changes: dict[str, object], said: str) -> None:
    with pytest.raises(PolicyFault, match=said) as fault:
        calendars_from_content(content(**changes), "cms/calendar.yaml")
    assert str(fault.value).startswith("cms/calendar.yaml: ")


def test_an_hour_without_quotes_is_refused_not_misread() -> None:
    bare = yaml.safe_load("{effective_from: 2026-01-01, reference: local, "
                          "monday: {opens: 09:30, closes: 17:00}}")  # fmt: skip
    with pytest.raises(PolicyFault, match="monday"):
        calendars_from_content(content(office_hours=[bare]))


@pytest.mark.parametrize("path", sorted(RULES.glob("*/calendar.yaml")), ids=lambda p: p.parent.name)
def test_every_correction_still_corrects_something(path: Path) -> None:
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    for name, named in Calendars.model_validate(raw).calendars.items():
        plain = {**raw["calendars"][name], "added": [], "removed": []}
        uncorrected = calendars_from_content({**raw, "calendars": {name: plain}})[name]
        wrong = [c.day for c in named.added if not uncorrected.is_business_day(c.day)]
        wrong += [c.day for c in named.removed if uncorrected.is_business_day(c.day)]
        assert not wrong, name
        assert all(CALENDARS[name].is_business_day(c.day) for c in named.uncertain)


@needs_samples
def test_the_holidays_of_the_samples_are_those_of_the_calendars() -> None:
    stated = json.loads((SAMPLES / "holidays.json").read_text(encoding="utf-8"))
    for name, listed in stated["england_and_wales_scotland_ni"]["divisions"].items():
        assert _weekday_holidays(CALENDARS[name], 2024, 2028) == {row["date"] for row in listed}
    utah = {row["observed"] for row in stated["utah"]["holidays"]}
    assert _weekday_holidays(UTAH, 2025, 2027) == {day for day in utah if day < "2028"}


def _weekday_holidays(calendar: BusinessCalendar, first: int, last: int) -> set[str]:
    start, end = date(first, 1, 1), date(last, 12, 31)
    every = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return {
        day.isoformat() for day in every if day.weekday() < 5 and not calendar.is_business_day(day)
    }


def test_the_command_answers_good_lines_and_names_bad_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = {"id": "a", "calendar": "utah", "start": "2026-07-02", "business_days": 1}
    bad: list[dict[str, object]] = [
        {"calendar": "moon"}, {"start": "soon"}, {"business_days": True}, {"start": "2035-12-31"},
    ]  # fmt: skip
    lines = [json.dumps(good | change) for change in [*bad, {"id": "b"}]]
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert main(["deadline", "--json", "--cases", str(path)]) == 2
    said = capsys.readouterr()
    assert json.loads(said.out) == {"id": "b", "due": "2026-07-06"}
    assert "line 1: no calendar of this name; there are england-and-wales" in said.err
    assert "and 3 more broken lines" in said.err
