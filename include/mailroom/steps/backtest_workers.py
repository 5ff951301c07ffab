"""A worker process of a backtest: both sets of rules compiled once, then chunk after chunk."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from mailroom.casework.backtest.outcomes import Change, Comparison, Judge, StoredItem
from mailroom.casework.classify import classifier_for
from mailroom.casework.rule_sets import OFFICE_CALENDAR
from mailroom.casework.second_reader.reader import reader_from
from mailroom.policy.calendars import BusinessCalendar, calendar_of
from mailroom.policy.packs import pack_from_content

Pair = tuple[dict[str, Any], dict[str, Any]]
_COMPARISONS: dict[str, Comparison] = {}
_CALENDARS: dict[str, BusinessCalendar] = {}


def prepare(pairs: Mapping[str, Pair], readers: Mapping[str, bytes]) -> None:
    """Compile the rules before and after, of each agency, by the contents of their packs; the
    second reader in force is heard on both."""
    for agency, contents in pairs.items():
        before, after = (pack_from_content(content) for content in contents)
        reader = reader_from(readers[agency]) if agency in readers else None
        old, new = (
            Judge(classifier_for(pack, reader), calendar_of(pack.calendar, OFFICE_CALENDAR[agency]))
            for pack in (before, after)
        )
        _COMPARISONS[agency] = Comparison(old, new)
        _CALENDARS[agency] = calendar_of(before.calendar, OFFICE_CALENDAR[agency])


def judge(items: Sequence[StoredItem]) -> tuple[int, list[Change]]:
    """How many items there were, and how those change that do, in the order of their ids."""
    known = [_dated(one) for one in items if one.agency in _COMPARISONS]
    changes = [
        change
        for agency, comparison in _COMPARISONS.items()
        for change in comparison.changes([one for one in known if one.agency == agency])
    ]
    return len(known), sorted(changes, key=lambda one: one.item_id)


def _dated(item: StoredItem) -> StoredItem:
    """Both sets judge by what was in force on the item's own local day."""
    day = _CALENDARS[item.agency].local_day(item.received_at)
    return dataclasses.replace(item, text=dataclasses.replace(item.text, received_on=day))
