"""When things are due: business time on the agency's calendar, from the local day of receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from mailroom.errors import PolicyFault
from mailroom.policy.calendars import BusinessCalendar
from mailroom.policy.duties import Obligation
from mailroom.policy.part import BusinessTime


@dataclass(frozen=True, slots=True)
class Clocks:
    """The two clocks of an obligation, UTC: the procedure's, and the promised time if one was
    given. The earlier is due."""

    policy_due_at: datetime
    promised_at: datetime | None

    @property
    def due_at(self) -> datetime:
        """The earlier of the two."""
        return min(filter(None, (self.policy_due_at, self.promised_at)))


def obligation_clocks(
    calendar: BusinessCalendar,
    obligation: Obligation,
    received_at: datetime,
    promised_at: datetime | None,
) -> Clocks:
    """Both clocks, by the rule in force on the day of receipt. Raises PolicyFault without one."""
    clock = obligation.clock_on(calendar.local_day(received_at))
    if clock is None:
        raise PolicyFault(
            f"obligation {obligation.name} has no clock in force on "
            f"{calendar.local_day(received_at)}: add one to obligations.yaml"
        )
    promised = promised_at if obligation.promise else None
    return Clocks(due_after(calendar, received_at, clock.due), promised)


def due_after(calendar: BusinessCalendar, start: datetime, time: BusinessTime) -> datetime:
    """UTC instant: whole days end at the close of office hours; hours and minutes run while the
    office is open, from the next opening when it is shut."""
    if time.unit == "day":
        if time.amount == 0:
            return _close_on_or_after(calendar, start)
        return calendar.next_business_close(start, time.amount)
    minutes = time.amount * (60 if time.unit == "hour" else 1)
    return _after_open_minutes(calendar, start, minutes)


def _close_on_or_after(calendar: BusinessCalendar, start: datetime) -> datetime:
    day = calendar.local_day(start)
    if calendar.is_business_day(day):
        return calendar.close_of(day)
    return calendar.next_business_close(start)


def _after_open_minutes(calendar: BusinessCalendar, start: datetime, minutes: int) -> datetime:
    left = timedelta(minutes=minutes)
    day = calendar.local_day(start)
    while True:
        if calendar.is_business_day(day):
            begin = max(start, calendar.open_of(day))
            close = calendar.close_of(day)
            if begin + left <= close:
                return begin + left
            left -= max(close - begin, timedelta())
        day = calendar.add_business_days(day, 1)
