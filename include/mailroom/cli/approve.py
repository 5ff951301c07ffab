"""Approve letters that wait for a manager, or list them with --list.

An approval binds the letter as it is now: its words, PDF, recipient and address. Whoever wrote or
owns a letter cannot approve it.
"""

from __future__ import annotations

import argparse

from mailroom.cli import desk
from mailroom.desk.decisions import Waiting, approve, waiting
from mailroom.errors import UsageFault
from mailroom.store.database import connect


def arguments(parser: argparse.ArgumentParser) -> None:
    """Letters to approve, or --list."""
    parser.add_argument("letters", metavar="LETTER", nargs="*", type=int, help="number of a letter")
    desk.list_arguments(parser)
    desk.who_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Approve each letter named; a refusal does not stop the others."""
    if args.list:
        letters = waiting(connect(), args.agency)
        desk.show(letters, args.json, _fields, _words, "No letter waits for a decision.")
        return 0
    if not args.letters:
        raise UsageFault("name the letters to approve, or use --list")
    seat = desk.take_seat(args)

    def act(letter: int) -> str:
        approve(seat.database, letter, seat.who, seat.moment)
        return f"letter {letter} approved by {seat.who}"

    return desk.one_by_one(args.letters, act, "not approved")


def _fields(letter: Waiting) -> dict[str, object]:
    return {
        "letter": letter.letter_id,
        "agency": letter.agency,
        "reference": letter.reference,
        "template": letter.template,
        "due_at": letter.due_at.isoformat() if letter.due_at else None,
    }


def _words(letter: Waiting) -> str:
    return (
        f"{letter.letter_id:>7}  {letter.agency}  {letter.reference}  "
        f"{desk.due_words(letter.due_at)}  {letter.template}"
    )
