"""The manifest of a print batch: one line a letter, no person's name or address in it."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass

COLUMNS = (
    "sequence",
    "letter_id",
    "reference",
    "template",
    "first_page",
    "pages",
    "recipient_hash",
    "address_version",
    "content_hash",
    "archive_sha256",
)


@dataclass(frozen=True, slots=True)
class ManifestLine:
    """One letter of a batch. `first_page` counts from 1 in the batch's PDF."""

    sequence: int
    letter_id: int
    reference: str
    template: str
    first_page: int
    pages: int
    recipient_ref: str
    address_version: str
    content_hash: str
    archive_sha256: str

    @property
    def recipient_hash(self) -> str:
        """SHA-256 of the recipient's register reference: the printer can tell envelopes apart."""
        return hashlib.sha256(self.recipient_ref.encode()).hexdigest()


def manifest_csv(lines: Sequence[ManifestLine]) -> bytes:
    """The manifest as CSV (RFC 4180), UTF-8, with a header row."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for line in lines:
        writer.writerow([getattr(line, column) for column in COLUMNS])
    return text.getvalue().encode()
