"""The changes as a table for a spreadsheet; no cell is ever a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from mailroom.casework.backtest.outcomes import Change, Outcome

COLUMNS = (
    "item", "agency", "channel", "received", "verdict before", "verdict after", "opens before",
    "opens after", "owed before", "owed after", "letters before", "letters after",
    "words before", "words after", "rests on before", "rests on after",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_head(target: TextIO) -> None:
    """The names of the columns."""
    csv.writer(target, lineterminator="\n").writerow(COLUMNS)


def write_rows(target: TextIO, changes: Iterable[Change]) -> None:
    """A line for each change."""
    writer = csv.writer(target, lineterminator="\n")
    for one in changes:
        cells = [one.item_id, one.agency, one.channel, one.day, one.before.verdict,
                 one.after.verdict]  # fmt: skip
        for column in (_opens, _owed, _letters, _words, _rests_on):
            cells += [column(one.before), column(one.after)]
        writer.writerow([safe(str(cell)) for cell in cells])


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _opens(outcome: Outcome) -> str:
    return "; ".join(sorted(outcome.opens))


def _owed(outcome: Outcome) -> str:
    return "; ".join(f"{name} by {due}" for name, due in outcome.owed)


def _letters(outcome: Outcome) -> str:
    return "; ".join(outcome.letters)


def _words(outcome: Outcome) -> str:
    return "; ".join(word for one in outcome.asked for word in one.words)


def _rests_on(outcome: Outcome) -> str:
    return "; ".join(one.reference or "local" for one in outcome.asked)
