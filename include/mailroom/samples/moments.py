"""When mail comes: over the ten days before a moment, mostly in office hours."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = 10
SHORTEST_AGE = timedelta(minutes=6)


def spread(
    count: int, as_of: datetime, zone: ZoneInfo, chance: random.Random
) -> tuple[datetime, ...]:
    """`count` moments in UTC, whole seconds, as many on each of the ten days as on the next.

    So some obligations are overdue at `as_of` and some are not, however few items there are.
    """
    return tuple(_moment(position % DAYS, as_of, zone, chance) for position in range(count))


def _moment(days_back: int, as_of: datetime, zone: ZoneInfo, chance: random.Random) -> datetime:
    local = as_of.astimezone(zone) - timedelta(days=days_back)
    if local.weekday() >= 5 and chance.random() < 0.7:
        local -= timedelta(days=local.weekday() - 4)
    moment = local.replace(
        hour=chance.randint(8, 16) if chance.random() < 0.85 else chance.randint(6, 21),
        minute=chance.randint(0, 59),
        second=chance.randint(0, 59),
        microsecond=0,
    ).astimezone(UTC)
    return min(moment, _latest(as_of, chance))


def _latest(as_of: datetime, chance: random.Random) -> datetime:
    """A moment shortly before `as_of`, for what would else lie after it."""
    age = SHORTEST_AGE + timedelta(seconds=chance.randint(0, 5400))
    return (as_of - age).astimezone(UTC).replace(microsecond=0)
