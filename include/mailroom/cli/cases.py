"""What `address`, `classify` and `deadline` share: each line of JSON gets one line of answer."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from mailroom.errors import UsageFault

Case = Mapping[str, Any]
Answer = Mapping[str, Any]


def arguments(parser: argparse.ArgumentParser) -> None:
    """--cases, --json, --rules."""
    parser.add_argument("--cases", type=Path, required=True, metavar="FILE", help="JSON lines")
    parser.add_argument("--json", action="store_true", help="answer in JSON lines, as always")
    parser.add_argument("--rules", type=Path, metavar="DIR", help="policy packs to judge by")


def answer_cases(
    path: Path,
    answer: Callable[[Case], Answer],
    shown: Callable[[Answer], str] = json.dumps,
) -> int:
    """Print one line for each case that can be answered, as JSON unless `shown` says otherwise.

    Raises UsageFault at the end, naming the first line that could not be and how many there are.
    """
    broken: list[str] = []
    with path.open(encoding="utf-8", errors="surrogateescape") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                print(shown(answer(_case(line))))
            except UsageFault as fault:
                broken.append(f"{path} line {number}: {fault}")
    if broken:
        more = f" (and {len(broken) - 1} more broken lines)" if len(broken) > 1 else ""
        raise UsageFault(broken[0] + more)
    return 0


def text(case: Case, key: str) -> str:
    """A text that must be there."""
    value = case.get(key)
    if not isinstance(value, str):
        raise UsageFault(f"give {key!r} as text")
    return value


def flag(case: Case, key: str) -> bool:
    """A true or false that must be there."""
    value = case.get(key)
    if not isinstance(value, bool):
        raise UsageFault(f"give {key!r} as true or false")
    return value


def count(case: Case, key: str) -> int:
    """A whole number, 0 or more, that must be there."""
    value = case.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise UsageFault(f"give {key!r} as a whole number, 0 or more")
    return value


def _case(line: str) -> Case:
    try:
        case = json.loads(line)
    except (ValueError, RecursionError):
        raise UsageFault("not JSON; give one object a line") from None
    if not isinstance(case, dict):
        raise UsageFault("not an object; give one object a line")
    return case
