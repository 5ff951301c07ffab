"""Train the second readers anew on what people decided; keep one only if it is better."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert

from mailroom.casework.corrections import corrections_to_learn_from
from mailroom.casework.rule_sets import ActiveRules, active_rules
from mailroom.casework.second_reader.adapter import adapter_in_use
from mailroom.casework.second_reader.labelled import Labelled, fingerprint
from mailroom.casework.second_reader.learning import Lesson, learn, lesson_texts
from mailroom.casework.second_reader.reader import SecondReader
from mailroom.casework.second_reader.stored import reader_in_force
from mailroom.records.mail import Agency
from mailroom.settings import from_environment
from mailroom.steps.counts import Counts
from mailroom.store.database import connect
from mailroom.store.queries import question
from mailroom.store.tables import reader_models

log = logging.getLogger(__name__)


def agencies() -> list[str]:
    """All agencies: each has a reader of its own."""
    return [str(agency) for agency in Agency]


def learn_agency(agency: str, moment: datetime) -> Counts:
    """Rebuild one agency's reader and store it with its figures, kept or not; count what it saw.

    Trained outside any transaction, and not at all where a reader has learnt from these very texts.
    Raises PolicyFault when no rules are active or a labelled text cannot be used.
    """
    settings = from_environment()
    database = connect(settings)
    with database.transaction() as connection:
        rules, present, corrections = _known(connection, settings.models, agency)
    texts = lesson_texts(rules.pack, settings.corpus, corrections)
    counts = {"corrections": len(corrections), "texts": sum(map(len, texts.values()))}
    with database.transaction() as connection:
        every = (text for some in texts.values() for text in some)
        lesson_hash = fingerprint(every, adapter_in_use().hash)
        if _is_learnt(connection, agency, present, lesson_hash):
            log.info("%s: nothing new to learn from", agency)
            return {**counts, "stored": 0, "kept": 0}
    lesson = learn(rules.pack, settings.corpus, present, texts)
    with database.transaction() as connection:
        stored = _store(connection, agency, lesson, moment)
    log.info("%s: %s", agency, lesson.words)
    return {**counts, "stored": int(stored), "kept": int(stored and lesson.is_better)}


def _known(
    connection: Connection, models: Path, agency: str
) -> tuple[ActiveRules, SecondReader | None, list[Labelled]]:
    return (
        active_rules(connection)[agency],
        reader_in_force(connection, models, agency),
        corrections_to_learn_from(connection, agency),
    )


def _is_learnt(
    connection: Connection, agency: str, present: SecondReader | None, lesson: str
) -> bool:
    if present and present.learnt == lesson:
        return True
    known = {"agency": agency, "lesson": lesson}
    return bool(connection.execute(question("is_lesson_known"), known).scalar_one())


def _store(connection: Connection, agency: str, lesson: Lesson, moment: datetime) -> bool:
    known = {"agency": agency, "hash": lesson.reader.hash}
    if connection.execute(question("is_reader_known"), known).scalar_one():
        return False
    connection.execute(
        insert(reader_models),
        {
            **known,
            "content": lesson.reader.content,
            "figures": {
                **lesson.figures.as_counts(),
                "learnt_from": lesson.sources,
                "lesson": lesson.reader.learnt,
            },
            "trained_at": moment,
            "kept": lesson.is_better,
            "why": lesson.words,
        },
    )
    return True
