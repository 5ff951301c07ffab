"""Approved letters into a print batch: planned, set and compared, written whole, then recorded.

A killed run leaves a planned batch; the next one makes the same bytes under the same name. A letter
that may no longer leave by then (its approval, its address or the right to receive it is gone, or
the day it promises has come) stays behind, for a person. Files are written behind the fence: who
lost the batch while it was set writes nothing over what another run sent. Letters that a check
stops stop their batch, and are kept back then, so that the next run sends the others.
"""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, insert

from mailroom.casework.rule_sets import ActiveRules, active_rules
from mailroom.errors import LettersStopped
from mailroom.letters.canonical import letter_from_json
from mailroom.letters.dispatch import ApprovedLetter, printed
from mailroom.letters.manifest import ManifestLine, manifest_csv
from mailroom.letters.typesetting import Typesetter
from mailroom.records.letter import BatchStatus, DispatchStatus, ForbiddenFact, PrintBatch
from mailroom.settings import Settings, from_environment
from mailroom.steps.batch_rows import finish_batch
from mailroom.steps.counts import Counts
from mailroom.steps.letter_rows import facts_of_others, own_fact
from mailroom.steps.outbound_rules import outbound_rules
from mailroom.store import leases
from mailroom.store.database import Database, connect
from mailroom.store.files import Files
from mailroom.store.objects import ObjectStore
from mailroom.store.queries import question
from mailroom.store.tables import dispatches, print_batches

log = logging.getLogger(__name__)

MOST_LETTERS = 10_000
NOT_TO_LEAVE = (
    "The approval, the address on record or the right to receive it is gone since: "
    "call or write by hand instead."
)
TOO_LATE = "The day this letter promises has come: call or write by hand instead."
ENDINGS = ("pdf", "csv")


@dataclass(frozen=True, slots=True)
class _Batch:
    """A planned batch while it is being made."""

    id: int
    agency: str
    made_at: datetime
    rows: Sequence[Row[Any]]

    def key(self, rules: ActiveRules, ending: str) -> str:
        day = rules.calendar.local_day(self.made_at)
        return f"print/{self.agency}/{day}/batch-{self.id:06d}.{ending}"


def batch(agency: str, moment: datetime, dry_run: bool = False) -> Counts:
    """Send what is approved and not yet in a batch; with `dry_run` only count it.

    Raises LettersStopped, with nothing written, when letters are not what was approved.
    """
    settings = from_environment()
    database = connect(settings)
    with database.transaction() as connection:
        rules = active_rules(connection)[agency]
        waiting = _approved(connection, agency)
        if dry_run:
            return {"would_send": len(waiting)}
        _plan(connection, agency, waiting, moment)
    counts: Counts = {"batches": 0, "letters": 0}
    today = rules.calendar.local_day(moment)
    while made := _claim(database, Files(settings.out_url), rules, today):
        lease_id, planned = made
        if planned.rows and _send(database, settings, rules, planned, lease_id, moment):
            counts["batches"] += 1
            counts["letters"] += len(planned.rows)
    log.info("dispatched for %s: %s", agency, counts)
    return counts


def _approved(connection: Connection, agency: str) -> list[int]:
    rows = connection.execute(
        question("approved_letters_to_dispatch"), {"agency": agency, "limit": MOST_LETTERS}
    )
    return list(rows.scalars())


def _plan(connection: Connection, agency: str, ids: list[int], moment: datetime) -> None:
    if not ids:
        return
    key = hashlib.sha256(",".join(map(str, sorted(ids))).encode()).hexdigest()
    batch_id = connection.execute(
        insert(print_batches).returning(print_batches.c.id),
        {
            "batch_key": f"{agency}:{key}",
            "agency": agency,
            "status": BatchStatus.QUEUED,
            "letters": len(ids),
            "made_at": moment,
        },
    ).scalar_one()
    connection.execute(
        insert(dispatches),
        [
            {
                "letter_id": letter_id,
                "print_batch_id": batch_id,
                "sequence": sequence,
                "status": DispatchStatus.QUEUED,
                "queued_at": moment,
            }
            for sequence, letter_id in enumerate(ids, start=1)
        ],
    )


def _claim(
    database: Database, files: Files, rules: ActiveRules, today: date
) -> tuple[int, _Batch] | None:
    agency = rules.pack.agency
    with database.transaction() as connection:
        lease_id = leases.open_lease(connection, f"dispatch_letters.{agency}", seconds=1800)
        row = connection.execute(
            question("claim_print_batch"), {"agency": agency, "lease_id": lease_id}
        ).first()
        if row is None:
            leases.end(connection, lease_id)
            return None
        planned = _Batch(row.id, row.agency, row.made_at, _to_send(connection, row.id, today))
        if not planned.rows:
            for ending in ENDINGS:  # a killed run may have written them, when letters were left
                files.remove(planned.key(rules, ending))
            connection.execute(question("void_print_batch"), {"batch_id": row.id})
            leases.end(connection, lease_id)
        return lease_id, planned


def _to_send(connection: Connection, batch_id: int, today: date) -> Sequence[Row[Any]]:
    """The letters of a batch, marked as being sent; those that may not leave are marked failed."""
    _fail_stale(connection, batch_id, today)
    connection.execute(question("mark_batch_sending"), {"batch_id": batch_id})
    return connection.execute(question("batch_letters"), {"batch_id": batch_id}).all()


def _fail_stale(connection: Connection, batch_id: int, today: date) -> int:
    gone = {"batch_id": batch_id, "reason": NOT_TO_LEAVE}
    late = {"batch_id": batch_id, "reason": TOO_LATE, "today": today}
    return (
        connection.execute(question("fail_stale_dispatches"), gone).rowcount
        + connection.execute(question("fail_late_dispatches"), late).rowcount
    )


def _send(
    database: Database,
    settings: Settings,
    rules: ActiveRules,
    planned: _Batch,
    lease_id: int,
    moment: datetime,
) -> bool:
    """Set, compare and write a batch; False when a letter went stale meanwhile: claim it again."""
    approved = _letters(database, settings, rules, planned)
    dated = rules.calendar.local_day(planned.made_at)
    with (
        tempfile.TemporaryDirectory(prefix="mailroom-") as work,
        Typesetter(settings.templates / "letters" / planned.agency, Path(work)) as typesetter,
    ):
        try:
            made = printed(approved, typesetter, outbound_rules(rules.pack), dated)
        except LettersStopped as stopped:
            _keep_back(database, lease_id, planned, stopped)
            raise
    manifest = manifest_csv(_lines(planned, made))
    files = Files(settings.out_url)
    with database.transaction() as connection:
        leases.fence_batch(connection, lease_id, planned.id)
        fresh = _fail_stale(connection, planned.id, rules.calendar.local_day(moment)) == 0
        if fresh:
            contents = zip(ENDINGS, (made.pdf, manifest), strict=True)
            paths = [
                files.write(planned.key(rules, ending), content) for ending, content in contents
            ]
            finish_batch(connection, planned.id, planned.rows, made, manifest, paths, moment)
        leases.end(connection, lease_id)
    return fresh


def _keep_back(database: Database, lease_id: int, planned: _Batch, stopped: LettersStopped) -> None:
    rows = [
        {"batch_id": planned.id, "letter_id": letter_id, "reason": str(fault)}
        for letter_id, fault in stopped.why.items()
    ]
    with database.transaction() as connection:
        leases.fence_batch(connection, lease_id, planned.id)
        connection.execute(question("keep_back_dispatch"), rows)
        leases.end(connection, lease_id)


def _letters(
    database: Database, settings: Settings, rules: ActiveRules, planned: _Batch
) -> list[ApprovedLetter]:
    objects = ObjectStore(settings.objects_url)
    private = outbound_rules(rules.pack).private_reference
    with database.transaction() as connection:
        others = facts_of_others(connection, planned.rows)
    return [
        ApprovedLetter(
            row.id,
            letter_from_json(json.dumps(row.canonical).encode()),
            row.content_hash,
            objects.get(row.archive_sha256),
            tuple(
                ForbiddenFact(fact.kind, fact.value, private)
                for fact in others.get(row.case_id, ())
                if not own_fact(fact, row)
            ),
        )
        for row in planned.rows
    ]


def _lines(planned: _Batch, made: PrintBatch) -> list[ManifestLine]:
    return [
        ManifestLine(
            sequence=sequence,
            letter_id=row.id,
            reference=f"SR-{row.service_request_id:06d}",
            template=row.template,
            first_page=pages.first + 1,
            pages=pages.count,
            recipient_ref=f"{row.recipient_kind}:{row.recipient_ref}",
            address_version=row.address_version,
            content_hash=row.content_hash,
            archive_sha256=row.archive_sha256,
        )
        for sequence, (row, pages) in enumerate(
            zip(planned.rows, made.ranges, strict=True), start=1
        )
    ]
