"""Approved letters into a print batch: planned, set and compared, written whole, then recorded.

A killed run leaves a planned batch; the next one makes the same bytes under the same name. A letter
that may no longer leave by then (its approval, its address or the right to receive it is gone, or
the day it promises has come) stays behind, for a person. Files are written behind the fence: who
lost the batch while it was set writes nothing over what another run sent. Letters that a check
stops stop their batch, and are kept back then, so that the next run sends the others.
"""

from __future__ import annotations

import json
import logging
import tempfile
from datetime import datetime
from pathlib import Path

from mailroom.casework.rule_sets import ActiveRules, active_rules
from mailroom.errors import LettersStopped
from mailroom.letters.canonical import letter_from_json
from mailroom.letters.dispatch import ApprovedLetter, printed
from mailroom.letters.manifest import ManifestLine, manifest_csv
from mailroom.letters.typesetting import Typesetter
from mailroom.records.casework import request_name
from mailroom.records.letter import ForbiddenFact, PrintBatch
from mailroom.settings import Settings, from_environment
from mailroom.steps.batch_rows import finish_batch
from mailroom.steps.counts import Counts
from mailroom.steps.letter_rows import facts_of_others, own_fact
from mailroom.steps.outbound_rules import outbound_rules
from mailroom.steps.planned_batches import (
    ENDINGS,
    PlannedBatch,
    claim,
    fail_stale,
    keep_back,
    letters_to_send,
    plan,
)
from mailroom.store import leases
from mailroom.store.database import Database, connect
from mailroom.store.files import Files
from mailroom.store.objects import ObjectStore

log = logging.getLogger(__name__)


def batch(agency: str, moment: datetime, dry_run: bool = False) -> Counts:
    """Send what is approved and not yet in a batch; with `dry_run` only count it.

    Raises LettersStopped, with nothing written, when letters are not what was approved.
    """
    settings = from_environment()
    database = connect(settings)
    with database.transaction() as connection:
        rules = active_rules(connection)[agency]
        waiting = letters_to_send(connection, agency)
        if dry_run:
            return {"would_send": len(waiting)}
        plan(connection, agency, waiting, moment)
    counts: Counts = {"batches": 0, "letters": 0}
    today = rules.calendar.local_day(moment)
    while made := claim(database, Files(settings.out_url), rules, today):
        lease_id, planned = made
        if planned.rows and _send(database, settings, rules, planned, lease_id, moment):
            counts["batches"] += 1
            counts["letters"] += len(planned.rows)
    log.info("dispatched for %s: %s", agency, counts)
    return counts


def _send(
    database: Database,
    settings: Settings,
    rules: ActiveRules,
    planned: PlannedBatch,
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
            keep_back(database, lease_id, planned, stopped)
            raise
    manifest = manifest_csv(_lines(planned, made))
    files = Files(settings.out_url)
    with database.transaction() as connection:
        leases.fence_batch(connection, lease_id, planned.id)
        fresh = fail_stale(connection, planned.id, rules.calendar.local_day(moment)) == 0
        if fresh:
            contents = zip(ENDINGS, (made.pdf, manifest), strict=True)
            paths = [
                files.write(planned.key(rules, ending), content) for ending, content in contents
            ]
            finish_batch(connection, planned.id, planned.rows, made, manifest, paths, moment)
        leases.end(connection, lease_id)
    return fresh


def _letters(
    database: Database, settings: Settings, rules: ActiveRules, planned: PlannedBatch
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


def _lines(planned: PlannedBatch, made: PrintBatch) -> list[ManifestLine]:
    return [
        ManifestLine(
            sequence=sequence,
            letter_id=row.id,
            reference=request_name(row.service_request_id),
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
