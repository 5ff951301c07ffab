"""Try proposed rules on stored items: what would be judged otherwise, as a page and a table.

Items are read once, in the order of their ids, and judged by both sets of rules in worker
processes; no more than a few chunks are in memory. The database keeps the report's hash and its
counts alone.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.dialects.postgresql import insert as upsert

from mailroom.casework.backtest.outcomes import Change, StoredItem
from mailroom.casework.backtest.page import render
from mailroom.casework.backtest.report import Compared, Report
from mailroom.casework.backtest.table import write_head, write_rows
from mailroom.casework.rule_sets import active_rules
from mailroom.casework.second_reader.stored import reader_in_force
from mailroom.errors import SettingFault
from mailroom.policy.packs import load_pack
from mailroom.records.finding import ItemText
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity
from mailroom.settings import Settings, from_environment
from mailroom.steps import backtest_workers
from mailroom.steps.counts import Counts
from mailroom.store.database import Database, connect
from mailroom.store.files import Files
from mailroom.store.queries import question
from mailroom.store.tables import backtests

log = logging.getLogger(__name__)

CHUNK = 250  # items a worker judges at a time
AHEAD = 3  # chunks a worker has before it: a bound of memory


@dataclass(frozen=True, slots=True)
class Trial:
    """What is to be tried: the days of receipt, local and both included, one agency or all, the
    folder of the proposed packs (None: that of the house), and who asks."""

    first_day: date
    last_day: date
    who: str
    agency: str | None = None
    rules: Path | None = None
    workers: int = 2


@dataclass(frozen=True, slots=True)
class Tried:
    """The report, and where its page and its table lie."""

    report: Report
    page: str
    table: str


def backtest(trial: Trial, moment: datetime) -> Tried:
    """Judge the stored items by the rules in force and by the proposed ones, and keep the report.

    The same rules over the same items give the same report. Raises PolicyFault when no rules are
    active or a proposed pack is wrong.
    """
    settings = from_environment()
    database = connect(settings)
    with database.transaction() as connection:
        present = {agency: one.pack for agency, one in active_rules(connection).items()}
        readers = {
            agency: reader.content
            for agency in present
            if (reader := reader_in_force(connection, settings.models, agency))
        }
    proposed = {
        agency: load_pack(trial.rules or settings.rules, agency)
        for agency in present
        if trial.agency in (None, agency)
    }
    report = Report(
        {agency: Compared(present[agency].hash, pack.hash) for agency, pack in proposed.items()},
        trial.first_day,
        trial.last_day,
    )
    pairs = {agency: (present[agency].content, pack.content) for agency, pack in proposed.items()}
    table = io.StringIO()
    write_head(table)
    for items, changes in _judged(database, trial, pairs, readers):
        report.add(items, changes)
        write_rows(table, changes)
    return _kept(database, settings, trial, report, table.getvalue(), moment)


def run(first_day: str | None, last_day: str | None, who: str, moment: datetime) -> Counts:
    """The same for a DAG, which names days as ISO text: counts alone.

    Without days, what was received in the 30 days before the moment. Raises SettingFault when a
    day is none.
    """
    last = _day(last_day) or moment.date()
    first = _day(first_day) or last - timedelta(days=30)
    report = backtest(Trial(first, last, who), moment).report
    return {
        "items": report.items,
        "changed": report.changed,
        "opened": sum(report.opened.values()),
        "dropped": sum(report.dropped.values()),
    }


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise SettingFault(f"{text!r} is no day: give one such as 2026-11-23") from None


def _judged(
    database: Database,
    trial: Trial,
    pairs: dict[str, tuple[dict[str, Any], dict[str, Any]]],
    readers: dict[str, bytes],
) -> Iterator[tuple[int, list[Change]]]:
    """How many items each chunk had and those that change, in order, while later ones are read."""
    waiting: list[Future[tuple[int, list[Change]]]] = []
    start = (pairs, readers)
    with (
        ProcessPoolExecutor(
            trial.workers, get_context("spawn"), backtest_workers.prepare, start
        ) as workers,
        database.transaction() as connection,
    ):
        for chunk in _chunks(connection, trial):
            waiting.append(workers.submit(backtest_workers.judge, chunk))
            if len(waiting) >= trial.workers * AHEAD:
                yield waiting.pop(0).result()
        for each in waiting:
            yield each.result()


def _chunks(connection: Connection, trial: Trial) -> Iterator[list[StoredItem]]:
    asked = {
        "first_day": trial.first_day, "last_day": trial.last_day, "agency": trial.agency,
    }  # fmt: skip
    streamed = connection.execution_options(stream_results=True, yield_per=CHUNK)
    rows = iter(streamed.execute(question("items_to_backtest"), asked))
    while chunk := [_item(row) for row in islice(rows, CHUNK)]:
        yield chunk


def _item(row: Row[Any]) -> StoredItem:
    names = {
        part.replace("attachment", "attachment_name", 1): name
        for part, name in (row.names or {}).items()
        if part.startswith("attachment:")
    }
    text = ItemText(
        parts=row.parts | names,
        capacity=Capacity(row.capacity),
        channel=Channel(row.channel),
        is_bounce=bool(row.is_bounce),
        is_auto_reply=bool(row.is_auto_reply),
    )
    return StoredItem(row.id, row.agency, text, row.received_at, row.promised_at)


def _kept(
    database: Database,
    settings: Settings,
    trial: Trial,
    report: Report,
    table: str,
    moment: datetime,
) -> Tried:
    files = Files(settings.out_url)
    name = f"backtests/{report.hash[:12]}"
    page = _once(files, f"{name}.html", render(report, settings.templates).encode())
    rows = _once(files, f"{name}.csv", table.encode("utf-8-sig"))
    with database.transaction() as connection:
        connection.execute(
            upsert(backtests).on_conflict_do_nothing(),
            {
                "hash": report.hash,
                "rules": {
                    agency: {"before": one.before, "after": one.after}
                    for agency, one in report.rules.items()
                },
                "first_day": report.first_day,
                "last_day": report.last_day,
                "figures": report.figures,
                "made_by": trial.who,
                "made_at": moment,
            },
        )
    log.info("backtest %s: %d items, %d changed", report.hash[:12], report.items, report.changed)
    return Tried(report, page, rows)


def _once(files: Files, key: str, content: bytes) -> str:
    """Where a file lies that is named by what it holds; one that is there is left as it is."""
    return f"{files.url}/{key}" if files.has(key) else files.write(key, content)
