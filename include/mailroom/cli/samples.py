"""Make registers and mail of people who do not exist, with the right answers beside them.

Below --out: registers/<agency>/*.csv, mail/<agency>/{email,letters,fax,telephone}, answers.jsonl
(one line an item: what should become of it) and samples.json (what was ordered). The same
arguments give the same bytes; where they were made before, nothing is done. Persons, numbers and
mailboxes are nobody's. --count is for each agency; by default 40 % come by email, 20 % by letter,
15 % by fax and 25 % by telephone, over the ten days before --as-of.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from mailroom.errors import UsageFault
from mailroom.records.mail import Agency, Channel
from mailroom.settings import Settings, from_environment

MOST = 100_000
YEARS = range(1990, 2100)
"""A fax log has two digits for the year, and files no time before 1970."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--agency", choices=("cms", "ors", "both"), default="both")
    parser.add_argument("--count", type=int, default=60, metavar="N", help="items an agency (60)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="another seed, others (1)")
    parser.add_argument(
        "--as-of", metavar="MOMENT", help="ISO moment with offset; MAILROOM_AS_OF or now if absent"
    )
    parser.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="empty or new folder"
    )
    parser.add_argument(
        "--channels",
        metavar="LIST",
        default=",".join(Channel),
        help="of email,letter,fax,telephone (all)",
    )
    parser.add_argument(
        "--born-digital", action="store_true", help="no photographs attached to emails"
    )


def run(args: argparse.Namespace) -> int:
    """Make what is ordered. Raises UsageFault for what cannot be."""
    from mailroom.samples.make import make_samples
    from mailroom.samples.order import Order, already_made

    settings = from_environment()
    order = Order(
        agencies=tuple(Agency) if args.agency == "both" else (Agency(args.agency),),
        channels=_channels(args.channels),
        count=_count(args.count),
        seed=args.seed,
        as_of=_moment(args.as_of, settings),
        born_digital=args.born_digital,
    )
    if already_made(order, args.out):
        print(f"{args.out}: made before with the same arguments; nothing to do", file=sys.stderr)
        return 0
    with _progress(order.count * len(order.agencies)) as progress:
        made = make_samples(order, args.out, settings.rules, progress)
    parts = [f"{agency} {channel} {count}" for (agency, channel), count in made.items()]
    print(f"{args.out}: {sum(made.values())} items: {', '.join(parts)}", file=sys.stderr)
    return 0


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    from tqdm import tqdm

    with tqdm(total=total, unit="item", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
        yield lambda: bar.update()


def _channels(text: str) -> tuple[Channel, ...]:
    words = {word.strip() for word in text.split(",")}
    unknown = words - {channel.value for channel in Channel}
    if unknown:
        raise UsageFault(
            f"--channels: {', '.join(sorted(unknown))} is none of {', '.join(Channel)}"
        )
    return tuple(channel for channel in Channel if channel.value in words)


def _count(count: int) -> int:
    if not 1 <= count <= MOST:
        raise UsageFault(f"--count is {count}: give a whole number from 1 to {MOST}")
    return count


def _moment(text: str | None, settings: Settings) -> datetime:
    if text is None:
        return settings.read_clock().replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or moment.year not in YEARS:
        raise UsageFault(f"--as-of is {text!r}: give a moment such as 2026-11-23T07:00:00+00:00")
    return moment
