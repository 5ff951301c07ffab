"""The line from a receipt to service requests: read, identify, classify, open.

Each verb takes what lies in its status through in chunks, for one share of the work. A share is a
worker's number and part of its lease's name; it is no partition of the data.
"""

from __future__ import annotations

from datetime import datetime

from mailroom.settings import from_environment
from mailroom.steps.chunks import run_stage
from mailroom.steps.counts import Counts, add
from mailroom.steps.notices import send_notices
from mailroom.steps.stages.classify import classify_stage
from mailroom.steps.stages.identify import identify_stage
from mailroom.steps.stages.open import open_stage
from mailroom.steps.stages.read import reading_stage
from mailroom.store.database import connect


def read(share: int, moment: datetime, holder: str = "process_mail.read") -> Counts:
    """Make text of what came in; what cannot be read is quarantined with a reason."""
    settings = from_environment()
    database = connect(settings)
    with reading_stage(database, settings) as stage:
        return run_stage(database, stage, f"{holder}.{share}")


def identify(share: int, moment: datetime, holder: str = "process_mail.identify") -> Counts:
    """Tie what was read to a sender and a case."""
    database = connect()
    return run_stage(database, identify_stage(database, moment), f"{holder}.{share}")


def classify(share: int, moment: datetime, holder: str = "process_mail.classify") -> Counts:
    """Find what is asked; in doubt a person decides; offices are told of urgent matters at once,
    and of those that a killed run left untold."""
    settings = from_environment()
    database = connect(settings)
    counts = run_stage(database, classify_stage(database, moment), f"{holder}.{share}")
    add(counts, send_notices(database, settings, moment, f"{holder}.{share}.tell"))
    return counts


def open_requests(share: int, moment: datetime, holder: str = "process_mail.open") -> Counts:
    """Open service requests with their plans and obligations."""
    database = connect()
    return run_stage(database, open_stage(database, moment), f"{holder}.{share}")
