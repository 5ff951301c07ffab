"""`mailroom rules backtest` and `mailroom rules approve`: proposed rules, tried and agreed to."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from mailroom.cli import desk
from mailroom.desk.rule_trials import approve_rules
from mailroom.errors import UsageFault
from mailroom.records.mail import Agency
from mailroom.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """--from, --to, --agency, --workers; HASH, --note, --as."""
    parser.add_argument("hash", nargs="?", metavar="HASH", help="approve: which report")
    parser.add_argument(
        "--from", dest="first_day", type=_day, help="backtest: first day of receipt"
    )
    parser.add_argument("--to", dest="last_day", type=_day, help="backtest: last day of receipt")
    parser.add_argument("--agency", choices=tuple(map(str, Agency)), help="backtest: one alone")
    parser.add_argument("--workers", type=int, default=2, help="backtest: processes (2)")
    parser.add_argument("--note", default="", help="approve: what was considered")
    desk.who_arguments(parser)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day: say it as 2026-11-23") from None


def backtest(args: argparse.Namespace, settings: Settings, who: str) -> int:
    """Judge stored items by the proposed rules; say what changes and where to read of it."""
    from mailroom.steps import backtest_rules

    if args.first_day is None or args.last_day is None:
        raise UsageFault("rules backtest: give --from DAY and --to DAY, such as 2026-11-23")
    if args.last_day < args.first_day:
        raise UsageFault("rules backtest: --to lies before --from")
    pack: Path | None = args.pack
    if pack is not None and not pack.is_dir():
        raise UsageFault(f"{pack} is no folder: give one that holds cms/ and ors/")
    trial = backtest_rules.Trial(
        args.first_day, args.last_day, who, args.agency, pack, args.workers
    )
    tried = backtest_rules.backtest(trial, settings.read_clock())
    print(tried.report.headline)
    print(f"page   {tried.page}\ntable  {tried.table}\nhash   {tried.report.hash}")
    if any(one.differ for one in tried.report.rules.values()):
        print(f"next: a team manager runs `mailroom rules approve {tried.report.hash[:12]}`")
    return 0


def approve(args: argparse.Namespace) -> int:
    """Approve a report, as somebody other than its maker."""
    if not args.hash:
        raise UsageFault("rules approve: name the report by its hash, as the page shows it")
    seat = desk.take_seat(args)
    done = approve_rules(seat.database, args.hash, seat.who, args.note, seat.moment)
    print(f"report {done.hash[:12]} of {done.made_by} approved by {seat.who} "
          f"for {', '.join(done.agencies)}; next: mailroom rules activate")  # fmt: skip
    return 0
