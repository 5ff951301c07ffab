"""Count the whole house against itself; what does not add up raises, and the history stays."""

from __future__ import annotations

import logging
from datetime import datetime

from mailroom.errors import QualityFault
from mailroom.quality.reconciliation import look_up, newest_names, reckon, store
from mailroom.settings import from_environment
from mailroom.steps.counts import Counts
from mailroom.store.database import connect
from mailroom.store.objects import ObjectStore
from mailroom.store.queries import question

log = logging.getLogger(__name__)


def reconcile(moment: datetime) -> Counts:
    """Compare everything; count equations, lines, and items still in flight.

    Raises QualityFault naming each equation that does not hold, its number of lines and the first
    of them, after the history is written.
    """
    settings = from_environment()
    objects = ObjectStore(settings.objects_url)
    database = connect(settings)
    with database.transaction() as connection:
        named = newest_names(connection)
        reckonings = reckon(connection)
        in_flight = connection.execute(question("items_in_flight")).scalar_one()
    # Looked up outside a transaction: an object is stored before its row, so it must be there.
    reckonings += tuple(look_up(equation, rows, objects) for equation, rows in named.items())
    with database.transaction() as connection:
        store(connection, reckonings, moment)
    broken = [one for one in reckonings if one.broken]
    if broken:
        raise QualityFault("; ".join(one.words for one in broken))
    lines = sum(len(one.lines) for one in reckonings)
    log.info("%d equations hold in %d lines; %d items in flight", len(reckonings), lines, in_flight)
    return {"equations": len(reckonings), "lines": lines, "in_flight": int(in_flight)}
