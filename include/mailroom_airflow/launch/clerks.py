"""The clerks' part of the rehearsal, played through the command line and never by a DAG.

They do the steps that stand before a letter, and only those of their own office: a letter that says
what was done is drafted when it was done. A second run finds none of them left.
"""

from __future__ import annotations

import json

from mailroom_airflow.launch.line import Line, played, say

CLERKS = {"employer_payments_team": "officer1", "caseworker": "worker1"}


def work(line: Line) -> None:
    """Do every step that stands before a letter; print how many."""
    count = 0
    while steps := _before_letters(line):
        for who, names in steps.items():
            played(line, who, "done", *names)
            count += len(names)
    say(f"  {' and '.join(CLERKS.values())}, played by the launcher: {count} steps done")


def _before_letters(line: Line) -> dict[str, list[str]]:
    """Names of the steps that come next, by the clerk who does them."""
    answer = played(line, "officer1", "done", "--list", "--json")
    found: dict[str, list[str]] = {}
    for row in map(json.loads, filter(None, answer.splitlines())):
        if row["next_letter"] and row["owner"] in CLERKS:
            found.setdefault(CLERKS[row["owner"]], []).append(row["step"])
    return found
