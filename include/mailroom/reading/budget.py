"""How long OCR of one file may go on, its attachments included.

A context variable and not an argument: the budget belongs to the file, and between the file and a
page of an attachment lie readers that know nothing of OCR. The clock is the process's own
monotonic one, never the moment of an item.
"""

from __future__ import annotations

import math
import time
from contextvars import ContextVar

from mailroom.reading.limits import OCR_SECONDS

_until: ContextVar[float] = ContextVar("ocr_until", default=math.inf)


def begin(seconds: float = OCR_SECONDS) -> None:
    """Start a new file's budget."""
    _until.set(time.monotonic() + seconds)


def is_spent() -> bool:
    """True when no new page should be begun."""
    return time.monotonic() >= _until.get()
