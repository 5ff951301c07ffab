"""Take mail off a source: stored, then receipted, then acknowledged."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection

from mailroom.intake.receipts import Stored, record
from mailroom.intake.sources import Source, load_sources, source_named
from mailroom.intake.spool import Spool
from mailroom.records.mail import Arrival
from mailroom.settings import Settings, from_environment
from mailroom.steps.counts import Counts, add
from mailroom.store.database import connect
from mailroom.store.objects import ObjectStore
from mailroom.store.queries import question

log = logging.getLogger(__name__)

CHUNK = 100


def source_names() -> list[str]:
    """Names of the sources in sources.yaml. Raises PolicyFault when the file is wrong."""
    return [source.name for source in _sources(from_environment())]


def collect(source: str, moment: datetime) -> Counts:
    """Take everything that waits at one source; count receipts by outcome.

    Safe to run again and to kill at any point: what was not acknowledged comes again, and finds
    its receipt there.
    """
    settings = from_environment()
    place = source_named(_sources(settings), source)
    objects = ObjectStore(settings.objects_url)
    database = connect(settings)
    spool = place.spool()
    counts: Counts = {}
    for chunk in _chunks(spool):
        stored = [Stored(arrival, objects.put(arrival.content)) for arrival in chunk]
        with database.transaction() as connection:
            add(counts, record(connection, place, stored, moment))
        for arrival in chunk:
            spool.acknowledge(arrival)
    with database.transaction() as connection:
        _count_source(connection, place, spool, moment)
    log.info("source %s: %s", place.name, counts)
    return counts


def _sources(settings: Settings) -> tuple[Source, ...]:
    return load_sources(settings.sources, settings.mail)


def _chunks(spool: Spool) -> Iterator[list[Arrival]]:
    waiting = iter(spool.waiting())
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk


def _count_source(connection: Connection, place: Source, spool: Spool, moment: datetime) -> None:
    offer = spool.offer()
    connection.execute(
        question("count_source"),
        {
            "source": place.name,
            "agency": place.agency,
            "channel": place.channel,
            "offered": offer.offered,
            "waiting": offer.waiting,
            "moment": moment,
        },
    )
