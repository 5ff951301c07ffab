"""Approve letters that wait for a manager, or list them with --list.

An approval binds the letter as it is now: its words, PDF, recipient and address. Whoever wrote or
owns a letter cannot approve it.
"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime

from mailroom.desk.decisions import Waiting, approve, waiting
from mailroom.desk.who import decider
from mailroom.errors import DecisionRefused, UsageFault
from mailroom.settings import from_environment
from mailroom.store.database import Database, connect


def arguments(parser: argparse.ArgumentParser) -> None:
    """Letters to approve, or --list."""
    parser.add_argument("letters", metavar="LETTER", nargs="*", type=int, help="number of a letter")
    parser.add_argument("--list", action="store_true", help="show what waits, oldest due first")
    parser.add_argument("--agency", choices=("cms", "ors"), help="with --list: one agency alone")
    parser.add_argument("--json", action="store_true", help="with --list: as JSON lines")
    parser.add_argument("--as", dest="who", metavar="USER", help="in a demonstration: decide as")


def run(args: argparse.Namespace) -> int:
    """Approve each letter named; a refusal does not stop the others."""
    settings = from_environment()
    database = connect(settings)
    if args.list:
        _show(waiting(database, args.agency), args.json)
        return 0
    if not args.letters:
        raise UsageFault("name the letters to approve, or use --list")
    who = decider(database, settings, args.who)
    moment = settings.as_of or datetime.now(UTC)
    return max(_one(database, letter, who, moment) for letter in args.letters)


def _one(database: Database, letter: int, who: str, moment: datetime) -> int:
    try:
        approve(database, letter, who, moment)
    except DecisionRefused as refusal:
        print(f"not approved: {refusal}")
        return 1
    print(f"letter {letter} approved by {who}")
    return 0


def _show(letters: list[Waiting], as_json: bool) -> None:
    for letter in letters:
        due = letter.due_at.isoformat() if letter.due_at else None
        if as_json:
            print(json.dumps({"letter": letter.letter_id, "agency": letter.agency,
                              "reference": letter.reference, "template": letter.template,
                              "due_at": due}))  # fmt: skip
        else:
            print(f"{letter.letter_id:>7}  {letter.agency}  {letter.reference}  "
                  f"{(due or 'no due time')[:16]:16}  {letter.template}")  # fmt: skip
    if not letters and not as_json:
        print("No letter waits for a decision.")
