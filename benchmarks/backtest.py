"""A backtest of a changed rule over stored mail: wall time for 100,000 items, two workers.

The items are emails of 60 words, out of 2,000 different ones an agency, stored as if they had been
read and identified. The proposed rules are those of the house, save that what says `order letter`
or `cmsl2040` is no `view_cmsl2040` any longer: a small part of the mail asks for something else.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from psycopg import Cursor, connect

from classify import SHORT, WRITERS, letters
from house import MOMENT, own_house
from report import Report, finish, parser

DIFFERENT = 2_000
PACKAGES = ("psycopg", "numba", "tokenizers")
FILL = """
WITH numbered AS (SELECT n, t.* FROM generate_series(1, %(count)s) n
    JOIN texts t ON t.number = n %% %(different)s),
  r AS (INSERT INTO receipts (agency, channel, source, source_reference, received_at, received_day,
      collected_at, content_sha256, content_bytes, file_name, media_type, facts, status)
    SELECT agency, 'email', 'benchmark', agency || n, %(at)s, %(day)s, %(at)s,
      encode(sha256(convert_to(agency || n, 'UTF8')), 'hex'), 1, 'm.eml', 'message/rfc822', '{}',
      'ingested' FROM numbered RETURNING id, agency, source_reference),
  i AS (INSERT INTO items (receipt_id, ordinal, agency, channel, received_at, status)
    SELECT id, 1, agency, 'email', %(at)s, 'no_request' FROM r RETURNING id, receipt_id),
  s AS (INSERT INTO senders (item_id, capacity, conflict, evidence)
    SELECT i.id, b.capacity, false, '[]' FROM i JOIN r ON r.id = i.receipt_id
    JOIN numbered b ON b.agency || b.n = r.source_reference)
INSERT INTO documents (item_id, part, ordinal, media_type, bytes, encrypted, body)
SELECT i.id, 'text', 1, 'text/plain', 1, false, b.body FROM i JOIN r ON r.id = i.receipt_id
JOIN numbered b ON b.agency || b.n = r.source_reference
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and write the JSON where asked."""
    options = parser(__doc__)
    args = options.parse_args(argv)
    return finish(measure(2_000 if args.quick else 100_000), args)


def measure(count: int) -> Report:
    """Store items, change a rule in a copy of the packs, and try it."""
    from mailroom.steps import rules
    from mailroom.steps.backtest_rules import Trial, backtest

    with own_house() as (var, _):
        rules.activate_packs("benchmark", MOMENT)
        _fill(count // len(WRITERS))
        proposed = _proposed(var)
        day = MOMENT.date()
        began = time.monotonic()
        report = backtest(Trial(day, day, "benchmark", rules=proposed), MOMENT).report
        seconds = time.monotonic() - began
    assert report.items == count // len(WRITERS) * len(WRITERS)
    figures = {
        "items": report.items,
        "changed": report.changed,
        "wall_seconds": seconds,
        "items_per_second": report.items / seconds,
    }
    return Report(figures, {}, PACKAGES)


def _texts() -> Iterator[tuple[str, int, str, str]]:
    for agency, capacity in WRITERS.items():
        for number, text in enumerate(islice(letters(agency, SHORT), DIFFERENT)):
            yield agency.value, number, capacity.value, text


def _fill(of_each: int) -> None:
    url = os.environ["MAILROOM_DATABASE_URL"].replace("+psycopg", "")
    with connect(url) as link, link.cursor() as cursor:
        _copy(cursor)
        values = {"count": of_each, "different": DIFFERENT, "at": MOMENT, "day": MOMENT.date()}
        cursor.execute(FILL, values)


def _copy(cursor: Cursor) -> None:
    cursor.execute(
        "CREATE TEMP TABLE texts (agency text, number int, capacity text, body text) ON COMMIT DROP"
    )
    with cursor.copy("COPY texts FROM STDIN") as copy:
        for row in _texts():
            copy.write_row(row)


def _proposed(var: Path) -> Path:
    """A copy of the packs in which one type looks away from two words."""
    from mailroom.settings import from_environment

    target = var / "proposed"
    shutil.copytree(from_environment().rules, target)
    path = target / "cms" / "service_requests" / "view_cmsl2040.yaml"
    words = path.read_text(encoding="utf-8")
    assert "  none:\n" in words
    changed = words.replace("  none:\n", "  none:\n    - phrases: [order letter, cmsl2040]\n", 1)
    path.write_text(changed, encoding="utf-8")
    return target


if __name__ == "__main__":
    sys.exit(main())
