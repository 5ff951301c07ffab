"""A batch that lies where the printer takes it, into rows: dispatches, plan steps, narratives."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from mailroom.records.casework import request_name
from mailroom.records.letter import PrintBatch
from mailroom.store.narratives import HOUSE, Narrative, about, tell
from mailroom.store.queries import question


def finish_batch(
    connection: Connection,
    batch_id: int,
    rows: Sequence[Row[Any]],
    made: PrintBatch,
    manifest: bytes,
    paths: Sequence[str],
    moment: datetime,
) -> None:
    """Mark the batch and its letters as sent; `paths` are of the PDF and the manifest."""
    connection.execute(
        question("mark_letter_dispatched"),
        [
            {
                "batch_id": batch_id,
                "letter_id": row.id,
                "first_page": pages.first + 1,
                "pages": pages.count,
                "moment": moment,
            }
            for row, pages in zip(rows, made.ranges, strict=True)
        ],
    )
    connection.execute(
        question("mark_batch_sent"),
        {
            "batch_id": batch_id,
            "moment": moment,
            "pages": sum(pages.count for pages in made.ranges),
            "pdf_sha256": hashlib.sha256(made.pdf).hexdigest(),
            "manifest_sha256": hashlib.sha256(manifest).hexdigest(),
            "pdf_path": paths[0],
            "manifest_path": paths[1],
        },
    )
    connection.execute(
        question("finish_activities"),
        {"ids": [row.activity_id for row in rows], "moment": moment, "who": HOUSE},
    )
    tell(connection, [_narrative(row, batch_id, moment) for row in rows])


def _narrative(row: Row[Any], batch_id: int, moment: datetime) -> Narrative:
    return about(
        row,
        key=f"sent:{row.id}",
        at=moment,
        event="letter_sent",
        words=f"{request_name(row.service_request_id)}: letter {row.template} left in print batch "
        f"{batch_id}.",
    )
