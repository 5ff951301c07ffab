"""What `approve`, `done` and `reject` share: who acts, what waits, one thing after the other."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from mailroom.desk.who import decider
from mailroom.errors import DecisionRefused
from mailroom.records.mail import Agency
from mailroom.settings import from_environment
from mailroom.store.database import Database, connect

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Seat:
    """Who acts, and the moment at which all of it is done."""

    database: Database
    who: str
    moment: datetime


def who_arguments(parser: argparse.ArgumentParser) -> None:
    """--as."""
    parser.add_argument("--as", dest="who", metavar="USER", help="in a demonstration: act as")


def list_arguments(parser: argparse.ArgumentParser) -> None:
    """--list, and what goes with it."""
    agencies = tuple(map(str, Agency))
    parser.add_argument("--list", action="store_true", help="show what waits, oldest due first")
    parser.add_argument("--agency", choices=agencies, help="with --list: one agency alone")
    parser.add_argument("--json", action="store_true", help="with --list: as JSON lines")


def take_seat(args: argparse.Namespace) -> Seat:
    """Raises DecisionRefused when whoever calls, or `--as` names, may not sit here."""
    settings = from_environment()
    database = connect(settings)
    return Seat(database, decider(database, settings, args.who), settings.read_clock())


def one_by_one(things: Iterable[Thing], act: Callable[[Thing], str], refused: str) -> int:
    """Act on each and print what was done; a refusal is printed and does not stop the others."""
    status = 0
    for thing in things:
        try:
            print(act(thing))
        except DecisionRefused as refusal:
            print(f"{refused}: {refusal}")
            status = 1
    return status


def show(
    things: Sequence[Thing],
    as_json: bool,
    fields: Callable[[Thing], Mapping[str, object]],
    words: Callable[[Thing], str],
    nothing: str,
) -> None:
    """A JSON line or a line of words for each; the sentence `nothing` where nothing waits."""
    for thing in things:
        print(json.dumps(fields(thing)) if as_json else words(thing))
    if not things and not as_json:
        print(nothing)


def due_words(due_at: datetime | None) -> str:
    """A due time in 16 columns, to the minute."""
    return f"{due_at.isoformat()[:16] if due_at else 'no due time':16}"
