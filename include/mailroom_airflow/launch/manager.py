"""The manager's part of the rehearsal, played through the command line and never by a DAG.

Of the letters that wait, half are approved, one is rejected with a reason, the rest stay.
"""

from __future__ import annotations

import json

from mailroom_airflow.launch.line import MAILROOM, Line, say

WHO = "manager1"
REASON = "Rehearsal: the tone is not right"


def decide(line: Line) -> None:
    """Approve, reject and leave, as manager1; print how many of each."""
    waiting = letters_waiting(line)
    approved, rejected = shares_of(waiting)
    if approved:
        _mailroom(line, "approve", *approved)
    for letter in rejected:
        _mailroom(line, "reject", letter, "--reason", REASON)
    left = len(waiting) - len(approved) - len(rejected)
    say(
        f"  {WHO} (played by the launcher): {len(approved)} letters approved, "
        f"{len(rejected)} rejected, {left} left waiting"
    )


def shares_of(waiting: list[str]) -> tuple[list[str], list[str]]:
    """Half of them to approve, at least one; of the rest one to reject."""
    half = max(len(waiting) // 2, min(len(waiting), 1))
    return waiting[:half], waiting[half : half + 1]


def letters_waiting(line: Line) -> list[str]:
    """Ids of the letters in the queue, oldest first, as `mailroom approve --list` says them."""
    answer = _mailroom(line, "approve", "--list")
    return [str(json.loads(row)["letter"]) for row in answer.splitlines() if row.strip()]


def _mailroom(line: Line, command: str, *words: str) -> str:
    return line.supervisor.ask(
        command, [MAILROOM, command, "--as", WHO, *words], 300, MAILROOM_DEMO="1"
    )
