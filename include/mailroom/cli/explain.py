"""Say what one file is, who wrote it, what it asks for, what would happen, and why.

No database is asked and nothing is stored or moved: the file is read and judged by the rule files
as they are now. What the registers would say is not known here, so the numbers that the file states
are taken as if the registers held them; --capacity says who really wrote. Reference numbers and
addresses are printed, since whoever runs this has the file in hand (of a NINO or SSN the last four
characters alone); the line itself logs none.

A file that lies below a source of sources.yaml has the agency, channel and moment of that source.
Any other needs --agency; its channel is that of what is found in it (a mail, a TIFF, else a
letter), and it was received when the file was last changed.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from itertools import islice
from pathlib import Path

from mailroom.cli.explaining.items import Place, items_of
from mailroom.cli.explaining.judging import judge_item, load_rules
from mailroom.cli.explaining.words import heading, judgement
from mailroom.errors import UsageFault
from mailroom.intake.sources import Source, load_sources
from mailroom.policy.calendars import BusinessCalendar
from mailroom.records.mail import Agency, Channel
from mailroom.records.sender import Capacity
from mailroom.settings import Settings, from_environment


def arguments(parser: argparse.ArgumentParser) -> None:
    """FILE and what is known of it."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a mail, scan, fax or call log")
    parser.add_argument("--agency", choices=tuple(map(str, Agency)), help="whose mail it is")
    parser.add_argument("--channel", choices=tuple(map(str, Channel)), help="how it came")
    parser.add_argument(
        "--capacity",
        choices=tuple(map(str, Capacity)),
        metavar="CAPACITY",
        help=f"in which capacity it was written: {', '.join(Capacity)}",
    )
    parser.add_argument(
        "--received", metavar="MOMENT", help="ISO moment; without an offset in the agency's zone"
    )
    parser.add_argument(
        "--most", type=int, default=20, metavar="N", help="explain so many items of a file (20)"
    )


def run(args: argparse.Namespace) -> int:
    """Explain the items of one file; 0 whatever they are."""
    if not args.file.is_file():
        raise UsageFault(f"{args.file} is no file: name a mail, a scan, a fax or a call log")
    settings = from_environment()
    source = _source_of(args.file, settings)
    agency = _agency(args.agency, source, args.file)
    rules = load_rules(settings, agency)
    received = _moment(args.received, rules.calendar)
    capacity = Capacity(args.capacity) if args.capacity else None
    place = _place(args, agency, source, rules.calendar)
    print("\n".join(heading(args.file, place)))
    items = items_of(args.file, place)
    for number, item in enumerate(islice(items, max(args.most, 1)), start=1):
        judged = judge_item(item, rules, capacity, received)
        print("\n".join(judgement(number, judged, rules)), flush=True)
    if left := sum(1 for _ in items):
        print(f"\nThis file holds {left} more: --most says how many to explain.")
    return 0


def _source_of(path: Path, settings: Settings) -> Source | None:
    found = path.resolve()
    sources = load_sources(settings.sources, settings.mail)
    return next((one for one in sources if found.is_relative_to(one.path.resolve())), None)


def _agency(said: str | None, source: Source | None, path: Path) -> Agency:
    if said:
        return Agency(said)
    if source is None:
        raise UsageFault(
            f"{path} lies below no source of sources.yaml: say whose mail it is, "
            f"{' or '.join(f'--agency {agency}' for agency in Agency)}"
        )
    return source.agency


def _place(
    args: argparse.Namespace, agency: Agency, source: Source | None, calendar: BusinessCalendar
) -> Place:
    channel = Channel(args.channel) if args.channel else None
    if source:
        return Place(agency, channel or source.channel, source.kind, source.zone, source)
    is_log = channel is Channel.TELEPHONE and args.file.suffix.lower() == ".csv"
    return Place(agency, channel, "call_log" if is_log else "folder", calendar.zone)


def _moment(text: str | None, calendar: BusinessCalendar) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageFault(
            f"--received is {text!r}: give a moment such as 2026-11-20T16:05 or "
            "2026-11-20T16:05:00+00:00"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=calendar.zone)
