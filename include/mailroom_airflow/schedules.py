"""Schedules that are local to an agency, in one DAG for all agencies.

A cron timetable knows one zone, and a timetable of our own would have to be a plugin. So the DAG
ticks, in UTC, at every hour at which it is the wanted hour at some agency in summer or in winter;
a task then takes the agencies where it is that hour. At other ticks there is nothing to do. After
an outage Airflow runs the latest tick alone, so a tick also takes the agencies whose hour went by
since the last run that succeeded.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
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


def agencies_since(hour: int, last: datetime | None, tick: datetime) -> list[str]:
    """The agencies where it was `hour` at `tick`, or at an hour between `last` and it.

    `last` is the tick of the last run that succeeded, None when none did. A day is made up for.
    """
    earliest = tick - timedelta(hours=23)
    begin = tick if last is None else min(max(last + timedelta(hours=1), earliest), tick)
    hours = int((tick - begin).total_seconds()) // 3600
    ticks = [tick - timedelta(hours=number) for number in range(hours + 1)]
    return [
        agency.value
        for agency in ZONES
        if any(agency.value in agencies_at(hour, moment) for moment in ticks)
    ]


def agencies_due(hour: int) -> list[str]:
    """Whom this run works for: the form's agency, or all; by schedule those whose hour it is, or
    was since the last run that succeeded."""
    chosen = parameter("agency") or ALL
    context = get_current_context()
    tick = context["dag_run"]
    if chosen != ALL:
        return [str(chosen)]
    if tick.run_type != "scheduled" or tick.logical_date is None:
        return [agency.value for agency in ZONES]
    last = context["prev_data_interval_end_success"]
    return agencies_since(hour, last or None, tick.logical_date)
