"""Narratives: told once, chained, and never changed by the application."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text

from mailroom.store.database import Database, DatabaseFault
from mailroom.store.narratives import START, Narrative, entry_hash, tell
from mailroom.store.tables import narratives
from tests.store.making import MOMENT


def _entry(key: str, subject_id: int = 1, words: str = "Something happened.") -> Narrative:
    return Narrative(key, "case", subject_id, MOMENT, "mailroom", "test", words)


def _tell(database: Database, *entries: Narrative) -> int:
    with database.transaction() as connection:
        return tell(connection, entries)


def _chain(database: Database, subject_id: int = 1) -> list[dict[str, object]]:
    mine = narratives.c.subject_id == subject_id
    with database.transaction() as connection:
        rows = connection.execute(select(narratives).where(mine).order_by(narratives.c.sequence))
        return [dict(row._mapping) for row in rows]


def _holds(chain: list[dict[str, object]]) -> bool:
    previous = START
    for number, row in enumerate(chain, start=1):
        if (row["sequence"], row["previous_hash"]) != (number, previous):
            return False
        if entry_hash(row) != row["hash"]:
            return False
        previous = str(row["hash"])
    return True


def test_a_chain_verifies(database: Database) -> None:
    _tell(database, _entry("a"), _entry("b"))
    _tell(database, _entry("c"))
    chain = _chain(database)
    assert [row["narrative_key"] for row in chain] == ["a", "b", "c"]
    assert _holds(chain)


def test_changed_words_break_the_chain(database: Database) -> None:
    _tell(database, _entry("a"), _entry("b"))
    chain = _chain(database)
    chain[0]["words"] = "Nothing happened."
    assert not _holds(chain)


def test_each_subject_has_a_chain_of_its_own(database: Database) -> None:
    _tell(database, _entry("a", 1), _entry("b", 2), _entry("c", 1))
    assert [row["sequence"] for row in _chain(database, 1)] == [1, 2]
    assert [row["sequence"] for row in _chain(database, 2)] == [1]


def test_an_event_is_told_once(database: Database) -> None:
    assert _tell(database, _entry("a"), _entry("a")) == 1
    assert _tell(database, _entry("a", words="Told again.")) == 0
    assert [row["words"] for row in _chain(database)] == ["Something happened."]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE narratives SET words = 'x'", "DELETE FROM narratives", "TRUNCATE narratives"],
)
def test_the_application_cannot_change_what_was_told(database: Database, statement: str) -> None:
    _tell(database, _entry("a"))
    with pytest.raises(DatabaseFault) as refused, database.transaction() as connection:
        connection.execute(text(statement))
    assert refused.value.sqlstate == "42501"


def test_eight_writers_at_once_make_one_whole_chain(database: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda n: _tell(database, _entry(f"k{n}")), range(40)))
    assert sum(told) == 40
    assert _holds(_chain(database))


def test_two_writers_of_the_same_event_tell_it_once_and_neither_fails(database: Database) -> None:
    with database.transaction() as connection, ThreadPoolExecutor(1) as pool:
        tell(connection, [_entry("a")])
        other = pool.submit(_tell, database, _entry("a"))
        with pytest.raises(TimeoutError):
            other.result(timeout=0.2)  # it waits for the head of the chain
        connection.commit()
        assert other.result(timeout=10) == 0
    assert len(_chain(database)) == 1
