"""Reading, bound: bytes from the object store, text into documents."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Row

from mailroom.intake.call_log import MEDIA_TYPE as CALL
from mailroom.reading.child import ReadingChild
from mailroom.records.mail import ItemStatus
from mailroom.records.reading import Reading, ReadResult
from mailroom.settings import Settings
from mailroom.steps.chunks import Rows, Stage
from mailroom.steps.counts import Counts
from mailroom.steps.stages.readings import save_readings
from mailroom.store import leases
from mailroom.store.database import Database
from mailroom.store.objects import ObjectStore
from mailroom.store.queries import question

CHUNK = 8


@contextmanager
def reading_stage(database: Database, settings: Settings) -> Iterator[Stage[ReadResult]]:
    """The stage, with its reading child, which ends with it."""
    objects = ObjectStore(settings.objects_url)
    with ReadingChild() as child:

        def work(rows: Rows, lease_id: int) -> dict[int, ReadResult]:
            originals = _originals(database, rows)
            pulse = _Pulse(database)
            results = {}
            for row in rows:
                original = originals[row.receipt_id]
                content = objects.get(original.content_sha256)
                results[row.id] = (
                    _call(content)
                    if original.media_type == CALL
                    else child.read(content, original.file_name, original.media_type)
                )
                pulse.beat(lease_id)
            return results

        yield Stage(ItemStatus.RECEIVED, CHUNK, work, _save)


def _originals(database: Database, rows: Rows) -> dict[int, Row[Any]]:
    with database.transaction() as connection:
        found = connection.execute(
            question("originals_of_receipts"), {"ids": [row.receipt_id for row in rows]}
        )
        return {row.id: row for row in found}


class _Pulse:
    """Renews a lease between files, no oftener than it takes to be safe."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._last = time.monotonic()

    def beat(self, lease_id: int) -> None:
        if time.monotonic() - self._last > leases.LEASE_SECONDS / 10:
            with self._database.transaction() as connection:
                leases.renew(connection, lease_id)
            self._last = time.monotonic()


def _call(content: bytes) -> ReadResult:
    """A call's text is the note its taker wrote; there is nothing to parse."""
    note = str(json.loads(content).get("note") or "").replace("\0", "")
    return ReadResult(items=(Reading(text=note),))


def _save(connection: Connection, results: dict[int, ReadResult]) -> Counts:
    return save_readings(connection, results)
