"""Schedules that are local to an agency, in one DAG for all agencies.

A cron timetable knows one zone, and a timetable of our own would have to be a plugin. So the DAG
ticks, in UTC, at every hour at which it is the wanted hour at some agency in summer or in winter;
a task then takes the agencies where it is that hour. At other ticks there is nothing to do.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from airflow.sdk import CronTriggerTimetable, get_current_context
from mailroom.records.mail import Agency

from mailroom_airflow.tasks import parameter

ZONES = {Agency.CMS: "Europe/London", Agency.ORS: "America/Denver"}
ALL = "all"
FIVE_MINUTES = CronTriggerTimetable("*/5 * * * *", timezone="UTC")

# A day of winter and a day of summer: any year serves, the hour of the clock change does not move.
_SEASONS = (datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC))


def local_hour(hour: int) -> CronTriggerTimetable:
    """Ticks at `hour` o'clock of every agency, and at the same hour of its other season."""
    hours = ",".join(str(tick) for tick in utc_hours(hour))
    return CronTriggerTimetable(f"0 {hours} * * *", timezone="UTC")


def utc_hours(hour: int) -> list[int]:
    """The hours in UTC at which it may be `hour` o'clock at an agency."""
    zones = [ZoneInfo(name) for name in ZONES.values()]
    return sorted(
        {
            day.replace(hour=hour, tzinfo=zone).astimezone(UTC).hour
            for zone in zones
            for day in _SEASONS
        }
    )


def agencies_at(hour: int, tick: datetime) -> list[str]:
    """The agencies where `tick` falls into the hour `hour`."""
    return [
        agency.value
        for agency, zone in ZONES.items()
        if tick.astimezone(ZoneInfo(zone)).hour == hour
    ]


def agencies_due(hour: int) -> list[str]:
    """Whom this run works for: the form's agency, or all; by schedule those whose hour it is."""
    chosen = parameter("agency") or ALL
    tick = get_current_context()["dag_run"]
    if chosen != ALL:
        return [str(chosen)]
    if tick.run_type != "scheduled" or tick.logical_date is None:
        return [agency.value for agency in ZONES]
    return agencies_at(hour, tick.logical_date)
