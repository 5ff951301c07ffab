"""Count business days.

`mailroom deadline --json --cases FILE` reads JSON lines (id, calendar, start as YYYY-MM-DD,
business_days) and writes one JSON line for each: id, due. The start is day 0; the business days
that follow are counted by the calendar of that name in the packs. A line that cannot be used is
named on standard error; the others are answered all the same, and the exit status is 2.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from functools import partial

from mailroom.cli import cases
from mailroom.errors import PolicyFault, UsageFault
from mailroom.policy.calendars import BusinessCalendar, load_calendars
from mailroom.settings import from_environment


def arguments(parser: argparse.ArgumentParser) -> None:
    """--cases, --json, --rules."""
    cases.arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Answer every line of the file."""
    rules = args.rules or from_environment().rules
    calendars = load_calendars(rules)
    if not calendars:
        raise PolicyFault(f"{rules} holds no calendar: give a folder with cms/ and ors/")
    return cases.answer_cases(args.cases, partial(_answer, calendars))


def _answer(calendars: Mapping[str, BusinessCalendar], case: cases.Case) -> dict[str, object]:
    calendar = calendars.get(cases.text(case, "calendar"))
    if calendar is None:
        raise UsageFault(f"no calendar of this name; there are {', '.join(sorted(calendars))}")
    start, count = _start(case), cases.count(case, "business_days")
    try:
        due = calendar.add_business_days(start, count)
    except PolicyFault as outside:
        raise UsageFault(str(outside)) from None
    return {"id": cases.text(case, "id"), "due": due.isoformat()}


def _start(case: cases.Case) -> date:
    try:
        return date.fromisoformat(cases.text(case, "start"))
    except ValueError:
        raise UsageFault("give 'start' as YYYY-MM-DD") from None
