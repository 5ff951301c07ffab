"""Every question in sql/queries is asked somewhere, and the database understands it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.dialects import postgresql

from mailroom.errors import MachineryFault
from mailroom.store.migrate import libpq_url
from mailroom.store.queries import question
from tests.databases import Urls
from tests.shared import CHECKOUT

FILES = sorted((CHECKOUT / "sql" / "queries").glob("*.sql"))
CODE = "\n".join(path.read_text() for path in CHECKOUT.glob("include/**/*.py"))
FAMILIES = ("reconcile_", "status_")  # asked by a name that is put together
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def connection(migrated_template: Urls) -> Iterator[psycopg.Connection]:
    with psycopg.connect(libpq_url(migrated_template.owner), autocommit=True) as connection:
        yield connection


@each_file
def test_a_question_is_asked_somewhere(path: Path) -> None:
    family = next((name for name in FAMILIES if path.stem.startswith(name)), None)
    asked = path.stem.removeprefix(family) if family else path.stem
    assert re.search(rf'"({family or ""})?{asked}"', CODE)


@each_file
def test_a_question_begins_by_saying_what_it_asks(path: Path) -> None:
    assert path.read_text().startswith("-- ")


@each_file
def test_the_database_understands_a_question(path: Path, connection: psycopg.Connection) -> None:
    dialect = postgresql.dialect(paramstyle="numeric_dollar")
    statement = str(question(path.stem).compile(dialect=dialect))
    connection.execute(f"PREPARE asked AS {statement}".encode())
    connection.execute("DEALLOCATE asked")


def test_a_question_that_does_not_exist_is_named() -> None:
    with pytest.raises(MachineryFault, match=r"nothing_like_it\.sql"):
        question("nothing_like_it")
