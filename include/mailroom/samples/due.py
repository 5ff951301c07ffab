"""What the agency owes after a message, and by when: counted here on its own, day by day.

Office hours and closed days come from the pack's calendar; the periods are those of the
procedures and of the house, so that the answers do not merely repeat what is tested.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailroom.policy.calendars import BusinessCalendar
from mailroom.records.mail import Agency
from mailroom.samples.messages import Message

CALENDARS = {Agency.CMS: "england-and-wales", Agency.ORS: "utah"}


@dataclass(frozen=True, slots=True)
class Period:
    """An obligation and its clock in business days; the day of receipt is day 0."""

    kind: str
    business_days: int


@dataclass(frozen=True, slots=True)
class Owed:
    """`due` is local; `promised` says that a promised time is the earlier clock and decides."""

    kind: str
    due: datetime
    promised: bool


# ORS: cs-004p, telephone calls, and complaint procedures step 1. CMS: the house's own periods.
PERIODS: Mapping[Agency, Mapping[str, Period]] = {
    Agency.ORS: {
        "callback": Period("callback", 1),
        "complaint": Period("complaint", 1),
        "complaint_to_director": Period("complaint", 1),
    },
    Agency.CMS: {
        "welsh_callback": Period("welsh_callback", 1),
        "complaint_resolution": Period("complaint", 2),
        "complaint_review": Period("complaint", 2),
    },
}


def obligations_of(
    agency: Agency,
    message: Message,
    types: Sequence[str],
    received_at: datetime,
    calendar: BusinessCalendar,
) -> tuple[Owed, ...]:
    """One obligation a kind: the close of office on its last day, or the promised time before."""
    periods = {PERIODS[agency][code] for code in types if code in PERIODS[agency]}
    ordered = sorted(periods, key=lambda period: period.kind)
    return tuple(_owed(period, message, received_at, calendar) for period in ordered)


def _owed(
    period: Period, message: Message, received_at: datetime, calendar: BusinessCalendar
) -> Owed:
    day, left = received_at.astimezone(calendar.zone).date(), period.business_days
    while left:
        day += timedelta(days=1)
        left -= calendar.is_business_day(day)
    close = calendar.close_of(day)
    promised = message.promised_at is not None and message.promised_at < close
    due = message.promised_at if promised and message.promised_at else close
    return Owed(period.kind, due.astimezone(calendar.zone), promised)
