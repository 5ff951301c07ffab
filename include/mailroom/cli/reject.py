"""Reject a letter that waits for a manager. The reason stands in its narrative."""

from __future__ import annotations

import argparse

from mailroom.cli import desk
from mailroom.desk.decisions import reject

CODES = ("wrong_recipient", "wrong_facts", "wrong_wording", "not_needed", "other")


def arguments(parser: argparse.ArgumentParser) -> None:
    """One letter and why."""
    parser.add_argument("letter", metavar="LETTER", type=int, help="number of the letter")
    parser.add_argument("--reason", required=True, help="why, in words")
    parser.add_argument("--code", choices=CODES, default="other", help="kind of reason")
    desk.who_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Reject the letter."""
    seat = desk.take_seat(args)
    reject(seat.database, args.letter, seat.who, args.code, args.reason, seat.moment)
    print(f"letter {args.letter} rejected by {seat.who}")
    return 0
