"""The report as a page that a rule owner reads: whole in itself, no script, no network."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mailroom.casework.backtest.report import Report

Row = tuple[str | int, ...]
TEMPLATE = "backtest.html"


def render(report: Report, templates: Path) -> str:
    """The page, by `pages/backtest.html` below the folder of templates."""
    environment = Environment(
        loader=FileSystemLoader(templates / "pages"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template(TEMPLATE).render(report=report, tables=_tables(report))


def _tables(report: Report) -> list[tuple[str, tuple[str, ...], list[Row]]]:
    return [
        ("Requests by type", ("agency", "type", "more", "fewer"), _by_type(report)),
        ("Verdicts that change", ("agency", "from", "to", "items"), _rows(report.moves)),
        ("What is owed", ("agency", "obligation", "what", "items"), _rows(report.owed)),
        ("Letters that plans write", ("agency", "letter", "what", "items"), _rows(report.letters)),
    ]


def _by_type(report: Report) -> list[Row]:
    keys = sorted({*report.opened, *report.dropped})
    return [(*key, report.opened[key], report.dropped[key]) for key in keys]


def _rows(counted: Counter[tuple[str, str, str]]) -> list[Row]:
    return [(*key, count) for key, count in sorted(counted.items())]
