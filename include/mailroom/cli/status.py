"""Say how the house stands.

`mailroom status` prints first what needs a person, then receipts, items, service requests,
obligations, escalations and letters of each agency, whether the last checks passed and the last
reconciliation holds, and where the files are. `--json` gives the same figures as one JSON object.
Overdue is judged at MAILROOM_AS_OF where it is set, else now. Counts only, nothing of a person.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mailroom.desk.standing import (
    NEEDS_A_PERSON,
    EquationResult,
    Figure,
    RuleResult,
    Standing,
    Table,
    standing,
)
from mailroom.records.mail import Agency, ItemStatus
from mailroom.settings import Settings, from_environment
from mailroom.store.database import connect

NOTHING = "nothing yet"
MOST_NAMED = 10
IN_ORDER = ("ingested", *ItemStatus, "overdue", "open", "met", "awaiting_approval", "approved")


def arguments(parser: argparse.ArgumentParser) -> None:
    """--json."""
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(args: argparse.Namespace) -> int:
    """Print the figures; 0 whatever they are."""
    settings = from_environment()
    found = standing(connect(settings), settings.read_clock())
    if args.json:
        print(json.dumps(_as_json(found, settings)))
    else:
        print("\n".join(_lines(found, settings)))
    return 0


# --- for programs -----------------------------------------------------------


def _as_json(found: Standing, settings: Settings) -> dict[str, object]:
    return {
        "as_of": found.as_of.isoformat(),
        "agencies": {agency: _agency_json(found, agency) for agency in Agency},
        "quality_passed": found.quality_passed,
        "quality": [_rule_json(one) for one in found.quality],
        "reconciliation_holds": found.reconciliation_holds,
        "reconciliation": [_equation_json(one) for one in found.reconciliation],
        "files": {
            "objects": settings.objects_url,
            "out": settings.out_url,
            "print_batches": [one.pdf_path for one in found.batches if one.pdf_path],
            "manifests": [one.manifest_path for one in found.batches if one.manifest_path],
        },
    }


def _agency_json(found: Standing, agency: str) -> dict[str, object]:
    waiting = dict.fromkeys(NEEDS_A_PERSON, 0)
    waiting |= {one.what: one.number for one in found.waiting if one.agency == agency}
    tables = {table.name: _nested(_of(table, agency)) for table in found.tables}
    return {"needs_a_person": waiting, **tables}


def _nested(figures: Iterable[Figure]) -> dict[str, dict[str, int]]:
    nested: dict[str, dict[str, int]] = {}
    for one in figures:
        nested.setdefault(one.kind, {})[one.state] = one.number
    return nested


def _rule_json(one: RuleResult) -> dict[str, object]:
    return {
        "boundary": one.boundary,
        "rule": one.rule,
        "severity": one.severity,
        "passed": one.passed,
        "rows_checked": one.rows_checked,
        "rows_failed": one.rows_failed,
        "checked_at": one.checked_at.isoformat(),
    }


def _equation_json(one: EquationResult) -> dict[str, object]:
    return {
        "equation": one.equation,
        "lines": one.lines,
        "broken": one.broken,
        "broken_ids": list(one.broken_ids),
        "reconciled_at": one.reconciled_at.isoformat(),
    }


# --- for people -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Grid:
    """Numbers below column heads, each row with its name; aligned when printed."""

    title: str
    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int]]]

    def lines(self, width: int) -> Iterator[str]:
        """The rows with names `width` wide; zeros as dots, so that numbers stand out."""
        heads = [_words(head) for head in self.heads]
        yield f"  {_words(self.title):{width}}" + "".join(f"  {head:>5}" for head in heads)
        for name, numbers in self.rows:
            cells = zip(numbers, heads, strict=True)
            shown = "".join(f"  {number or '.':>{max(5, len(head))}}" for number, head in cells)
            yield f"    {name:{width - 2}}{shown}"


def _lines(found: Standing, settings: Settings) -> Iterator[str]:
    yield f"The post room as of {_moment(found.as_of)}"
    yield ""
    yield from _needs_a_person(found)
    for agency in Agency:
        yield ""
        yield f"{agency}".upper()
        yield from _agency_lines(found, agency)
    yield ""
    yield from _quality_lines(found)
    yield from _reconciliation_lines(found)
    yield ""
    yield from _file_lines(found, settings)


def _needs_a_person(found: Standing) -> Iterator[str]:
    yield "NEEDS A PERSON"
    numbers = {(one.what, one.agency): one.number for one in found.waiting}
    rows = [
        (what, [numbers.get((what, agency), 0) for agency in Agency]) for what in NEEDS_A_PERSON
    ]
    some = [(_words(what), counts) for what, counts in rows if any(counts)]
    yield from _Grid("", list(Agency), some).lines(24) if some else ("  nothing",)


def _agency_lines(found: Standing, agency: str) -> Iterator[str]:
    grids = [_grid(table, agency) for table in found.tables if _of(table, agency)]
    names = [name for grid in grids for name, _ in grid.rows]
    width = max(map(len, [*names, *(grid.title for grid in grids)]), default=0) + 2
    for grid in grids:
        yield from grid.lines(width)
    if not grids:
        yield f"  {NOTHING}"


def _grid(table: Table, agency: str) -> _Grid:
    nested = _nested(_of(table, agency))
    states = sorted({state for row in nested.values() for state in row}, key=_place)
    rows = [(kind, [row.get(state, 0) for state in states]) for kind, row in nested.items()]
    return _Grid(table.name, states, rows)


def _quality_lines(found: Standing) -> Iterator[str]:
    failed = [one for one in found.quality if not one.passed]
    if not found.quality:
        yield f"quality: {NOTHING} checked"
        return
    last = max(one.checked_at for one in found.quality)
    verdict = "passed" if found.quality_passed else "FAILED"
    yield (
        f"quality: {verdict}, {len(found.quality) - len(failed)} of {len(found.quality)} rules hold"
        f" (last checked {_moment(last)})"
    )
    for one in failed:
        yield (
            f"  {one.severity}: {one.boundary}, {one.rule}: {one.rows_failed} of "
            f"{one.rows_checked} rows"
        )


def _reconciliation_lines(found: Standing) -> Iterator[str]:
    if not found.reconciliation:
        yield f"reconciliation: {NOTHING} compared"
        return
    verdict = "holds" if found.reconciliation_holds else "DOES NOT HOLD"
    last = found.reconciliation[0].reconciled_at
    yield f"reconciliation: {verdict}, {len(found.reconciliation)} equations ({_moment(last)})"
    for one in found.reconciliation:
        if one.broken:
            named = ", ".join(map(str, one.broken_ids[:MOST_NAMED]))
            yield f"  {one.equation}: {one.broken} of {one.lines} lines do not add up" + (
                f"; look at {named}" if named else ""
            )


def _file_lines(found: Standing, settings: Settings) -> Iterator[str]:
    yield f"originals and archive copies: {settings.objects_url}"
    yield f"print batches and notices:    {settings.out_url}"
    for one in found.batches:
        pages = f", {one.pages} pages" if one.pages else ""
        yield (
            f"  batch {one.id} {one.agency} {one.status}, {one.letters} letters{pages}: "
            f"{one.pdf_path or NOTHING}"
        )


def _of(table: Table, agency: str) -> list[Figure]:
    return [one for one in table.figures if one.agency == agency]


def _place(state: str) -> tuple[int, str]:
    return (IN_ORDER.index(state) if state in IN_ORDER else len(IN_ORDER), state)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
