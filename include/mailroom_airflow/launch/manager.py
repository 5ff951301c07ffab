"""The manager's part of the rehearsal, played through the command line and never by a DAG.

Of the letters that wait, half are approved, one is rejected with a reason, the rest stay. What an
earlier rehearsal left waiting stays as it is: a second run changes nothing that is there.
"""

from __future__ import annotations

import json

from mailroom.errors import MachineryFault
from mailroom_airflow.launch.line import Line, played, say

WHO = "manager1"
REASON = "Rehearsal: the wording does not suit this reader"
WELL_OR_REFUSED = (0, 1)


def decide(line: Line) -> None:
    """Approve, reject and leave, as manager1; print how many of each."""
    memory = line.house.var / "left-waiting.json"
    left_before = json.loads(memory.read_text()) if memory.exists() else []
    fresh = [letter for letter in letters_waiting(line) if letter not in left_before]
    yes, no = shares_of(fresh)
    approved = _approve(line, yes)
    for letter in no:
        played(line, WHO, "reject", str(letter), "--reason", REASON)
    left = letters_waiting(line)
    memory.write_text(json.dumps(left))
    say(
        f"  {WHO}, played by the launcher: {approved} letters approved, "
        f"{len(yes) - approved} refused by the rules, {len(no)} rejected, {len(left)} left waiting"
    )


def shares_of(waiting: list[int]) -> tuple[list[int], list[int]]:
    """Half of them to approve, at least one; of the rest one to reject."""
    half = max(len(waiting) // 2, min(len(waiting), 1))
    return waiting[:half], waiting[half : half + 1]


def letters_waiting(line: Line) -> list[int]:
    """Numbers of the letters in the queue, oldest due first."""
    answer = played(line, WHO, "approve", "--list", "--json")
    return [int(json.loads(row)["letter"]) for row in answer.splitlines() if row.startswith("{")]


def _approve(line: Line, letters: list[int]) -> int:
    """Approve what the rules let manager1 approve; return how many that were."""
    if not letters:
        return 0
    answer = played(line, WHO, "approve", *map(str, letters), good=WELL_OR_REFUSED)
    rows = answer.splitlines()
    approved = sum(" approved by " in row for row in rows)
    refused = sum(row.startswith("not approved: ") for row in rows)
    if approved + refused != len(letters):
        raise MachineryFault(f"mailroom approve: {rows[-1] if rows else 'it said nothing'}")
    return approved
