"""Take mail off a source: stored, then receipted, then acknowledged."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection

from mailroom.intake.receipts import Stored, record
from mailroom.intake.sources import Source, load_sources, source_named
from mailroom.intake.spool import Spool, is_still
from mailroom.records.mail import LARGEST_READ, Arrival, Large
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
        stored = [one for arrival in chunk if (one := _stored(objects, arrival))]
        with database.transaction() as connection:
            add(counts, record(connection, place, stored, moment))
        for one in stored:
            spool.acknowledge(one.arrival)
    with database.transaction() as connection:
        _count_source(connection, place, spool, moment)
    log.info("source %s: %s", place.name, counts)
    return counts


def _sources(settings: Settings) -> tuple[Source, ...]:
    return load_sources(settings.sources, settings.mail)


def _stored(objects: ObjectStore, arrival: Arrival) -> Stored | None:
    """The arrival with its bytes stored; None for a large file that is still being written, or was
    taken away: it comes with the next run."""
    content = arrival.content
    if not isinstance(content, Large):
        return Stored(arrival, objects.put(content))
    try:
        name = objects.put_file(content.path)
        return Stored(arrival, name) if name and is_still(content.path, content) else None
    except FileNotFoundError:
        return None


def _chunks(spool: Spool) -> Iterator[list[Arrival]]:
    """What waits, a few things at a time and never much more than the largest file in memory.

    Large files come last and alone: if the disk has no room for one, all the others are in.
    """
    chunk, large, held = list[Arrival](), list[Arrival](), 0
    for arrival in spool.waiting():
        if isinstance(arrival.content, Large):
            large.append(arrival)
            continue
        chunk.append(arrival)
        held += len(arrival.content)
        if len(chunk) == CHUNK or held >= LARGEST_READ:
            yield chunk
            chunk, held = [], 0
    yield from (each for each in (chunk, *([one] for one in large)) if each)


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
