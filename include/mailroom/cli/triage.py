"""Say what an item asks for, where the rules could not tell.

`mailroom triage list` shows what waits, urgent first: number, channel, when it came, the types that
the rules suggest and why they held it; no word of the item. `mailroom triage show ITEM` prints its
text with the deciding words between >> and <<. `mailroom triage decide ITEM --types A,B --why TEXT`
opens those requests with the next run; `--nothing` puts the item away. Each decision is kept with
who, when and why, and the second reader learns from it.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

from mailroom.cli import desk
from mailroom.desk import triage
from mailroom.desk.reading_room import Shown, show_item
from mailroom.errors import UsageFault
from mailroom.records.mail import Agency
from mailroom.records.sender import Capacity
from mailroom.settings import from_environment
from mailroom.store.database import connect


def arguments(parser: argparse.ArgumentParser) -> None:
    """list, show ITEM, decide ITEM."""
    parser.add_argument("do", choices=["list", "show", "decide"], help="what to do")
    parser.add_argument("item", nargs="?", type=int, metavar="ITEM", help="number of the item")
    parser.add_argument("--types", metavar="A,B", help="decide: the types it asks for")
    parser.add_argument("--nothing", action="store_true", help="decide: it asks for nothing")
    parser.add_argument("--why", default="", help="decide: why, in a few words")
    capacities = tuple(map(str, Capacity))
    parser.add_argument("--raised-for", choices=capacities, help="decide: for whom it is raised")
    parser.add_argument("--agency", choices=tuple(map(str, Agency)), help="list: one agency alone")
    parser.add_argument("--json", action="store_true", help="list: as JSON lines")
    desk.who_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """List, show, or decide."""
    if args.do == "list":
        return _list(args)
    if args.item is None:
        raise UsageFault(f"triage {args.do}: name an item; `mailroom triage list` shows them")
    return _show(args) if args.do == "show" else _decide(args)


def _list(args: argparse.Namespace) -> int:
    found = triage.waiting(connect(from_environment()), args.agency)
    desk.show(found, args.json, _fields, _words, "nothing waits in triage")
    return 0


def _show(args: argparse.Namespace) -> int:
    seat = desk.take_seat(args)
    print(_page(show_item(seat.database, args.item, seat.who, seat.moment)))
    return 0


def _decide(args: argparse.Namespace) -> int:
    types = tuple(filter(None, (args.types or "").replace(" ", "").split(",")))
    if bool(types) == args.nothing:
        raise UsageFault("triage decide: give --types A,B, or --nothing")
    seat = desk.take_seat(args)
    raised_for = Capacity(args.raised_for) if args.raised_for else None
    decision = triage.Decision(args.item, types, args.why, raised_for)
    triage.decide(seat.database, decision, seat.who, seat.moment)
    what = f"opens {', '.join(types)} with the next run" if types else "is put away"
    print(f"item {args.item} {what}, decided by {seat.who}")
    return 0


def _fields(one: triage.Waiting) -> Mapping[str, object]:
    return {
        "item": one.id,
        "agency": one.agency,
        "channel": one.channel,
        "received_at": one.received_at.isoformat(),
        "urgent": list(one.urgent),
        "reason_code": one.reason_code,
        "reason": one.reason,
        "sender": one.capacity,
        "suggested": list(one.suggested),
    }


def _words(one: triage.Waiting) -> str:
    mark = f"URGENT {', '.join(one.urgent)}: " if one.urgent else ""
    suggested = ", ".join(one.suggested) or "no suggestion"
    when = f"{one.received_at:%d %b %H:%M}"
    return f"{one.id:>7}  {one.agency}  {one.channel:9}  {when}  {mark}{suggested}  ({one.reason})"


def _page(item: Shown) -> str:
    lines = [f"item {item.id}, {item.agency}, {item.channel}, from {item.capacity}", ""]
    for name, text in item.parts:
        lines += [f"{name}:", *(f"  | {line}" for line in text.splitlines()), ""]
    lines.append(f"held because: {item.reason}")
    lines += _suggestions(item.suggestions)
    return "\n".join(lines)


def _suggestions(found: Sequence[Mapping[str, object]]) -> list[str]:
    lines = []
    for one in found:
        lines += ["", f"* {one['type']}, score {one['score']:.2f}", f"  rule      {one['rule']}"]
        if one["reference"]:
            lines.append(f"  rests on  {one['reference']}")
        lines += [f"  unclear   {point}" for point in one["unclear"] or ()]  # type: ignore[attr-defined]
    return lines or ["no type is suggested"]
