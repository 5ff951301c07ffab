"""Load an agency's registers; a bad file leaves yesterday's in force and says why."""

from __future__ import annotations

import logging
from datetime import datetime

from mailroom.casework.registers import REGISTERS, load_register
from mailroom.errors import DataFault, MachineryFault
from mailroom.settings import from_environment
from mailroom.steps.counts import Counts
from mailroom.store.database import connect

log = logging.getLogger(__name__)


def load(agency: str, moment: datetime) -> Counts:
    """Swap all registers of an agency in one transaction; count rows of those that changed.

    Raises MachineryFault, with nothing changed, when a file is missing or cannot be taken.
    """
    folder = from_environment().registers / agency
    counts: Counts = {}
    with connect().transaction() as connection:
        for register in REGISTERS:
            path = folder / f"{register.name}.csv"
            if not path.is_file():
                raise MachineryFault(f"{agency}: {path.name} was not delivered; nothing changed")
            try:
                counts[register.name] = load_register(connection, agency, register, path, moment)
            except DataFault as fault:
                raise MachineryFault(f"{agency}: {fault}; nothing changed") from None
    log.info("registers of %s: %s", agency, counts)
    return counts
