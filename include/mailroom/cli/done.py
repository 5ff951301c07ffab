"""Call steps of a service request's plan done, or list with --list what comes next.

Steps are done in order, by the office they belong to or a team manager. A letter that follows is
drafted once the steps before it are done; whoever did one of them cannot approve that letter.
"""

from __future__ import annotations

import argparse
import re

from mailroom.cli import desk
from mailroom.desk.plans import Step, finish_step, step_name, steps_to_do
from mailroom.errors import UsageFault
from mailroom.store.database import connect


def arguments(parser: argparse.ArgumentParser) -> None:
    """Steps that are done, or --list."""
    parser.add_argument("steps", metavar="STEP", nargs="*", help="as --list shows it: SR-000012:1")
    desk.list_arguments(parser)
    desk.who_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Call each step named done; a refusal does not stop the others."""
    if args.list:
        steps = steps_to_do(connect(), args.agency)
        desk.show(steps, args.json, _fields, _words, "No step waits for anybody.")
        return 0
    if not args.steps:
        raise UsageFault("name the steps that are done, as SR-000012:1, or use --list")
    named = [_step(words) for words in args.steps]
    seat = desk.take_seat(args)

    def act(step: tuple[int, int]) -> str:
        finish_step(seat.database, *step, seat.who, seat.moment)
        return f"{step_name(*step)} done by {seat.who}"

    return desk.one_by_one(named, act, "not done")


def _step(words: str) -> tuple[int, int]:
    found = re.fullmatch(r"SR-(\d{1,15}):(\d{1,4})", words, re.IGNORECASE)
    if found is None:
        raise UsageFault(f"{words} is no step of a service request: write it as SR-000012:1")
    return int(found[1]), int(found[2])


def _fields(step: Step) -> dict[str, object]:
    return {
        "step": step.name,
        "agency": step.agency,
        "type": step.type,
        "owner": step.owner_role,
        "due_at": step.due_at.isoformat() if step.due_at else None,
        "next_letter": step.next_letter,
    }


def _words(step: Step) -> str:
    then = f", then letter {step.next_letter}" if step.next_letter else ""
    return (
        f"{step.name:12}  {step.agency}  {desk.due_words(step.due_at)}  "
        f"{step.owner_role}: {step.title} ({step.type}{then})"
    )
