"""Reject a letter that waits for a manager. The reason stands in its narrative."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from mailroom.desk.decisions import reject
from mailroom.desk.who import decider
from mailroom.settings import from_environment
from mailroom.store.database import connect

CODES = ("wrong_recipient", "wrong_facts", "wrong_wording", "not_needed", "other")


def arguments(parser: argparse.ArgumentParser) -> None:
    """One letter and why."""
    parser.add_argument("letter", metavar="LETTER", type=int, help="number of the letter")
    parser.add_argument("--reason", required=True, help="why, in words")
    parser.add_argument("--code", choices=CODES, default="other", help="kind of reason")
    parser.add_argument("--as", dest="who", metavar="USER", help="in a demonstration: decide as")


def run(args: argparse.Namespace) -> int:
    """Reject the letter."""
    settings = from_environment()
    database = connect(settings)
    who = decider(database, settings, args.who)
    moment = settings.as_of or datetime.now(UTC)
    reject(database, args.letter, who, args.code, args.reason, moment)
    print(f"letter {args.letter} rejected by {who}")
    return 0
