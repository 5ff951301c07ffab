"""Made mail of all channels, scans read by OCR included, taken through the line: right or wrong.

Makes mail (2,500 items an agency: emails, letters and faxes as damaged scans, telephone calls) with
the right answers beside it, takes it from collecting to opened requests in a database of its own,
and compares by channel. Per cent of the items that were not copies nor broken files:

right: what should open opened, as exactly the right types (or ones that are no error beside them),
or a person was asked and shown them; what asks nothing opened nothing; what needs a person got one.
straight_through: of items that should open, those that opened without a person.
wrongly_opened: opened with a type that is not asked for, or though a person was needed.
sender_right: capacity as it is, of items that ask for something.

The wordings are those of `mailroom samples`, written beside the rules: this measures reading and
joining more than wording. For wording see the second readers' cards, include/models.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from house import MOMENT, own_house
from report import Report, finish, parser

WORKERS = 2
STEPS = ("read", "identify", "classify", "open_requests")
WHAT_BECAME = """
SELECT r.agency, r.channel, r.source_reference, r.status AS receipt, i.status AS item,
  s.capacity, ARRAY(SELECT type FROM findings f WHERE f.item_id = i.id) AS types
FROM receipts r LEFT JOIN items i ON i.receipt_id = r.id LEFT JOIN senders s ON s.item_id = i.id
"""
PACKAGES = ("tesserocr", "numba", "scikit-learn", "tokenizers")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and write the JSON where asked."""
    options = parser(__doc__)
    options.add_argument("--count", type=int, metavar="N", help="items an agency (2,500)")
    options.add_argument("--step", choices=STEPS, help="one step, in a process of its own")
    options.add_argument("--share", type=int, default=0, help="the worker's number")
    args = options.parse_args(argv)
    if args.step:
        from mailroom.steps import process_mail

        getattr(process_mail, args.step)(args.share, MOMENT)
        return 0
    return finish(measure(args.count or (30 if args.quick else 2_500)), args)


def measure(count: int) -> Report:
    """Take `count` items of each agency through the line and compare them with their answers."""
    with own_house() as (var, _):
        answers = _collected(var, count)
        began = time.monotonic()
        for step in STEPS:
            _in_workers(step)
        seconds = time.monotonic() - began
        tallies = _compared(answers)
    figures: dict[str, float] = {"items": sum(tally["items"] for tally in tallies.values())}
    figures["wall_seconds_from_receipt_to_requests"] = seconds
    for channel, tally in sorted(tallies.items()):
        figures |= _percent(channel, tally)
    figures |= _percent("all", sum(tallies.values(), Counter()))
    return Report(figures, {}, PACKAGES)


def _collected(var: Path, count: int) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Samples made, rules active, registers loaded, everything collected; the right answers."""
    from mailroom.records.mail import Agency, Channel
    from mailroom.samples.make import make_samples
    from mailroom.samples.order import Order
    from mailroom.settings import from_environment
    from mailroom.steps import collect_mail, load_registers, rules

    order = Order(tuple(Agency), tuple(Channel), count, 7, MOMENT, born_digital=False)
    make_samples(order, var, from_environment().rules, lambda: None)
    rules.activate_packs("benchmark", MOMENT)
    for agency in Agency:
        load_registers.load(agency, MOMENT)
    for source in collect_mail.source_names():
        collect_mail.collect(source, MOMENT)
    lines = (var / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    answers = [json.loads(line) for line in lines]
    return {(one["agency"], one["channel"], one["source_reference"]): one for one in answers}


def _in_workers(step: str) -> None:
    """One step by all workers at once, each in a process of its own."""
    words = [sys.executable, __file__, "--step", step, "--share"]
    started = [subprocess.Popen([*words, str(share)]) for share in range(WORKERS)]
    if any([one.wait() for one in started]):
        raise SystemExit(f"{step} failed; it said why above")


def _compared(answers: Mapping[tuple[str, str, str], Mapping[str, Any]]) -> dict[str, Counter[str]]:
    """Counts by channel."""
    from sqlalchemy import text

    from mailroom.store.database import connect

    tallies: dict[str, Counter[str]] = {}
    with connect().transaction() as connection:
        for row in connection.execute(text(WHAT_BECAME)):
            answer = answers[row.agency, row.channel, row.source_reference]
            if answer["outcome"] not in ("duplicate", "quarantined"):
                _count(tallies.setdefault(row.channel, Counter()), row, answer)
    return tallies


def _count(tally: Counter[str], row: Any, answer: Mapping[str, Any]) -> None:
    wanted, found = set(answer["types"]), set(row.types)
    opened = row.item == "opened"
    fits = wanted <= found <= wanted | set(answer["also_accepted"])
    tally["items"] += 1
    if answer["outcome"] == "no_request":
        tally["right"] += not opened
        tally["wrongly"] += opened
        return
    should_open = answer["outcome"] == "opened"
    person_is_right = not should_open or "triage" in answer["outcomes_accepted"]
    tally["right"] += (person_is_right and not opened) or (should_open and fits)
    tally["wrongly"] += opened and not (should_open and fits)
    tally["to_open"] += should_open
    tally["straight"] += should_open and opened
    tally["asking"] += 1
    tally["sender"] += row.capacity == answer["capacity"]


def _percent(channel: str, tally: Counter[str]) -> dict[str, float]:
    def of(part: str, whole: str) -> float:
        return 100 * tally[part] / max(tally[whole], 1)

    return {
        f"{channel}_items": tally["items"],
        f"{channel}_right_percent": of("right", "items"),
        f"{channel}_straight_through_percent": of("straight", "to_open"),
        f"{channel}_wrongly_opened_percent": of("wrongly", "items"),
        f"{channel}_sender_right_percent": of("sender", "asking"),
    }


if __name__ == "__main__":
    sys.exit(main())
