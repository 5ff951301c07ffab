"""What stands in calendar.yaml: zone, office hours, and public holidays with their corrections."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, time
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from mailroom.policy.part import Part, Reference, Text

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("no IANA zone has this name; say it as `Europe/London`") from None
    return name


# Text, because YAML takes a bare 09:00 for the number 540.
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Zone = Annotated[str, AfterValidator(_known_zone)]


class OpeningHours(Part):
    """When the office opens and closes on a weekday, local time, quoted `"HH:MM"`."""

    opens: Clock
    closes: Clock

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("closes must be later than opens")
        return self

    def on(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Both ends as instants in UTC."""
        opens, closes = time.fromisoformat(self.opens), time.fromisoformat(self.closes)
        return (
            datetime.combine(day, opens, zone).astimezone(UTC),
            datetime.combine(day, closes, zone).astimezone(UTC),
        )


class OfficeWeek(Part):
    """Office hours from a day on; a weekday that is not named is no business day."""

    effective_from: date
    reference: Reference
    monday: OpeningHours | None = None
    tuesday: OpeningHours | None = None
    wednesday: OpeningHours | None = None
    thursday: OpeningHours | None = None
    friday: OpeningHours | None = None
    saturday: OpeningHours | None = None
    sunday: OpeningHours | None = None

    @property
    def hours(self) -> tuple[OpeningHours | None, ...]:
        """Monday first."""
        return tuple(getattr(self, weekday) for weekday in WEEKDAYS)


class Base(Part):
    """A list of public holidays in the library `holidays`: ISO country and its subdivision."""

    country: Text
    subdivision: Text | None = None


class Correction(Part):
    """A day the library has wrong, or one whose state nobody could establish."""

    day: date
    name: Text
    reference: Text


class NamedCalendar(Part):
    """One calendar of an agency. `uncertain` days count as business days: the earlier deadline
    is the safe one."""

    description: Text
    base: Base
    added: tuple[Correction, ...] = ()
    removed: tuple[Correction, ...] = ()
    uncertain: tuple[Correction, ...] = ()


class Validity(Part):
    """First and last day the calendars are kept for."""

    first: date
    last: date


class Calendars(Part):
    """calendar.yaml"""

    description: Text
    zone: Zone
    valid: Validity
    office_hours: Annotated[tuple[OfficeWeek, ...], Field(min_length=1)]
    calendars: Annotated[dict[str, NamedCalendar], Field(min_length=1)]

    @model_validator(mode="after")
    def _hours_for_all_days(self) -> Self:
        starts = [week.effective_from for week in self.office_hours]
        if starts != sorted(set(starts)) or starts[0] > self.valid.first:
            raise ValueError("office_hours must begin by valid.first and stand oldest first")
        return self
