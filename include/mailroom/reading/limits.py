"""What the readers and their child process may use. Over a limit means quarantine, not a crash."""

from __future__ import annotations

from dataclasses import dataclass

from mailroom.records.mail import LARGEST_READ

MEBIBYTE = 1 << 20

MAX_CONTENT_BYTES = LARGEST_READ
"""Largest file that is read at all."""

MAX_TEXT_CHARACTERS = 4_000_000
"""Longest text kept of one part; what follows is cut."""

MAX_DEPTH = 20
MAX_PARTS = 500
MAX_HEADER_BYTES = 64 * 1024
MAX_MESSAGES = 1_000
"""Messages of one mbox."""

MAX_PAGES = 200
MAX_PIXELS = 60_000_000
"""Of one page."""

MAX_RATIO = 100
RATIO_FREE_BYTES = MEBIBYTE
"""A member of a zip that unpacks to less than this may have any ratio."""

MAX_UNPACKED_BYTES = 100 * MEBIBYTE
MAX_MEMBERS = 2_000
MAX_NESTING = 3
"""How far attachments of attachments and zips in zips are followed."""

OCR_SECONDS = 200.0
"""OCR of one item stops before a new page once it has taken this long; the pages left are noted."""


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What one reading child may use; seconds are for each item."""

    address_space_bytes: int = 2048 * MEBIBYTE
    cpu_seconds: int = 240
    wall_seconds: float = 300.0
    file_bytes: int = 0
    descriptors: int = 64
    items: int = 500
    answer_bytes: int = 64 * MEBIBYTE
