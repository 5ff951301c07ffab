"""Call steps of a service request's plan done, or list with --list what comes next.

Steps are done in order, by the office they belong to or a team manager. A letter that follows is
drafted once the steps before it are done; whoever did one of them cannot approve that letter.
"""

from __future__ import annotations

import argparse
import json
import re
from datetime import UTC, datetime

from mailroom.desk.plans import Step, finish_step, steps_to_do
from mailroom.desk.who import decider
from mailroom.errors import DecisionRefused, UsageFault
from mailroom.settings import from_environment
from mailroom.store.database import Database, connect


def arguments(parser: argparse.ArgumentParser) -> None:
    """Steps that are done, or --list."""
    parser.add_argument("steps", metavar="STEP", nargs="*", help="as --list shows it: SR-000012:1")
    parser.add_argument("--list", action="store_true", help="what comes next, oldest due first")
    parser.add_argument("--agency", choices=("cms", "ors"), help="with --list: one agency alone")
    parser.add_argument("--json", action="store_true", help="with --list: as JSON lines")
    parser.add_argument("--as", dest="who", metavar="USER", help="in a demonstration: act as")


def run(args: argparse.Namespace) -> int:
    """Call each step named done; a refusal does not stop the others."""
    settings = from_environment()
    database = connect(settings)
    if args.list:
        _show(steps_to_do(database, args.agency), args.json)
        return 0
    if not args.steps:
        raise UsageFault("name the steps that are done, as SR-000012:1, or use --list")
    steps = [_step(words) for words in args.steps]
    who = decider(database, settings, args.who)
    moment = settings.as_of or datetime.now(UTC)
    return max(_one(database, request, step, who, moment) for request, step in steps)


def _one(database: Database, request: int, step: int, who: str, moment: datetime) -> int:
    try:
        finish_step(database, request, step, who, moment)
    except DecisionRefused as refusal:
        print(f"not done: {refusal}")
        return 1
    print(f"SR-{request:06d}:{step} done by {who}")
    return 0


def _step(words: str) -> tuple[int, int]:
    found = re.fullmatch(r"SR-(\d{1,15}):(\d{1,4})", words, re.IGNORECASE)
    if found is None:
        raise UsageFault(f"{words} is no step of a service request: write it as SR-000012:1")
    return int(found[1]), int(found[2])


def _show(steps: list[Step], as_json: bool) -> None:
    for step in steps:
        print(_as_json(step) if as_json else _as_words(step))
    if not steps and not as_json:
        print("No step waits for anybody.")


def _as_json(step: Step) -> str:
    due = step.due_at.isoformat() if step.due_at else None
    return json.dumps(
        {
            "step": step.name,
            "agency": step.agency,
            "type": step.type,
            "owner": step.owner_role,
            "due_at": due,
            "next_letter": step.next_letter,
        }
    )


def _as_words(step: Step) -> str:
    due = step.due_at.isoformat()[:16] if step.due_at else "no due time"
    then = f", then letter {step.next_letter}" if step.next_letter else ""
    return (
        f"{step.name:12}  {step.agency}  {due:16}  "
        f"{step.owner_role}: {step.title} ({step.type}{then})"
    )
