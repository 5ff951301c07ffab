"""Business calendars: which days an agency works, and when its office opens and closes.

A calendar is calendar.yaml of a pack (zone, office hours, a public-holiday list of the PyPI library
`holidays`, corrections with their reference), laid out once as a table of days, so that a deadline
is two look-ups. The day of receipt is day 0, whatever the hour; instants come out in UTC.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from mailroom.errors import PolicyFault
from mailroom.policy.calendar_file import Calendars, NamedCalendar, OpeningHours
from mailroom.policy.yaml_source import PackFault, read_yaml

CALENDAR_FILE = "calendar.yaml"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """The business days of one calendar from `first` to `last`, both included.

    Every verb raises PolicyFault for a day outside, naming the calendar and where it ends.
    """

    name: str
    zone: ZoneInfo
    first: date
    last: date
    _days: tuple[date, ...] = field(repr=False)
    _hours: tuple[tuple[datetime, datetime], ...] = field(repr=False)
    # For each day from `first`: how many business days there are up to and including it.
    _rank: array[int] = field(repr=False)
    _origin: int = field(repr=False)

    def is_business_day(self, day: date) -> bool:
        """Whether the office works on this local day."""
        rank = self._ranked(day)
        return rank > 0 and self._days[rank - 1] == day

    def add_business_days(self, start: date, count: int) -> date:
        """The day `count` business days after `start`, which is day 0 and need not be one itself.

        Raises ValueError for a negative count.
        """
        if count < 1:
            if count < 0:
                raise ValueError(f"business days are counted forwards, not {count}")
            self._ranked(start)
            return start
        return self._days[self._place_after(start, count)]

    def local_day(self, moment: datetime) -> date:
        """The agency's day at an aware moment: day 0 of what arrives then, also out of hours."""
        if moment.tzinfo is None:
            raise ValueError("the moment has no offset: give an aware datetime")
        return moment.astimezone(self.zone).date()

    def open_of(self, day: date) -> datetime:
        """When the office opens on a business day, UTC. Raises PolicyFault on any other day."""
        return self._hours[self._place_of(day)][0]

    def close_of(self, day: date) -> datetime:
        """When the office closes on a business day, UTC. Raises PolicyFault on any other day."""
        return self._hours[self._place_of(day)][1]

    def next_business_close(self, moment: datetime, business_days: int = 1) -> datetime:
        """Close of office hours, UTC, so many business days (1 or more) after the moment's day."""
        if business_days < 1:
            raise ValueError(f"give 1 business day or more, not {business_days}")
        return self._hours[self._place_after(self.local_day(moment), business_days)][1]

    def _ranked(self, day: date) -> int:
        offset = day.toordinal() - self._origin
        if not 0 <= offset < len(self._rank):
            raise self._outside()
        return self._rank[offset]

    def _place_after(self, start: date, count: int) -> int:
        place = self._ranked(start) + count - 1
        if place >= len(self._days):
            raise self._outside()
        return place

    def _place_of(self, day: date) -> int:
        if not self.is_business_day(day):
            raise PolicyFault(f"calendar {self.name}: {day} is no business day, so has no hours")
        return self._ranked(day) - 1

    def _outside(self) -> PolicyFault:
        return PolicyFault(
            f"calendar {self.name} holds {self.first} to {self.last}: "
            f"extend `valid` in {CALENDAR_FILE} and check its corrections"
        )


def load_calendars(rules_dir: Path) -> Mapping[str, BusinessCalendar]:
    """All calendars of all packs by name. Raises PolicyFault naming file, line and cure."""
    found: dict[str, BusinessCalendar] = {}
    for path in sorted(rules_dir.glob(f"*/{CALENDAR_FILE}")):
        shown_as = f"{path.parent.name}/{path.name}"
        source = read_yaml(path, shown_as)
        if isinstance(source, PackFault):
            raise PolicyFault(str(source))
        for name, calendar in calendars_from_content(source.content, source.file).items():
            if name in found:
                raise PolicyFault(f"{shown_as}: calendar {name} stands in another pack; rename it")
            found[name] = calendar
    return found


def calendars_from_content(
    content: Mapping[str, Any], shown_as: str = CALENDAR_FILE
) -> dict[str, BusinessCalendar]:
    """The calendars of one calendar.yaml, parsed. Raises PolicyFault naming the place in it."""
    try:
        rules = Calendars.model_validate(content)
    except ValidationError as invalid:
        first = invalid.errors()[0]
        place = ".".join(str(step) for step in first["loc"]) or "the file"
        said = first["msg"].removeprefix("Value error, ")
        raise PolicyFault(f"{shown_as}: {place}: {said}; correct it") from None
    return {name: calendar_of(rules, name, shown_as) for name in rules.calendars}


def calendar_of(rules: Calendars, name: str, shown_as: str = CALENDAR_FILE) -> BusinessCalendar:
    """Lay one named calendar out as a table of days."""
    zone = ZoneInfo(rules.zone)
    closed = _holidays(rules, rules.calendars[name], shown_as)
    days: list[date] = []
    hours: list[tuple[datetime, datetime]] = []
    rank = array("H")
    for day, opening in _office_days(rules):
        if opening is not None and day not in closed:
            days.append(day)
            hours.append(opening.on(day, zone))
        rank.append(len(days))
    valid = rules.valid
    return BusinessCalendar(
        name, zone, valid.first, valid.last, tuple(days), tuple(hours), rank,
        valid.first.toordinal(),
    )  # fmt: skip


def _office_days(rules: Calendars) -> Iterator[tuple[date, OpeningHours | None]]:
    weeks = [(week.effective_from, week.hours) for week in rules.office_hours]
    starts = [start for start, _ in weeks]
    day = rules.valid.first
    while day <= rules.valid.last:
        yield day, weeks[bisect_right(starts, day) - 1][1][day.weekday()]
        day += _DAY


def _holidays(rules: Calendars, named: NamedCalendar, shown_as: str) -> set[date]:
    import holidays

    # One year more: a New Year on a Saturday is kept on 31 December.
    years = range(rules.valid.first.year, rules.valid.last.year + 2)
    base = named.base
    try:
        listed = holidays.country_holidays(base.country, subdiv=base.subdivision, years=years)
    except NotImplementedError:
        raise PolicyFault(
            f"{shown_as}: the library `holidays` has no list for {base.country} "
            f"{base.subdivision or ''}: correct `base`"
        ) from None
    removed = {correction.day for correction in named.removed}
    return (set(listed) - removed) | {correction.day for correction in named.added}
