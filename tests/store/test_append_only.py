"""What was told and decided is changed by nobody: the tables refuse their owner too."""

from __future__ import annotations

import psycopg
import pytest

from mailroom.desk.decisions import approve
from mailroom.settings import from_environment
from mailroom.store.database import Database, owner_url
from mailroom.store.migrate import libpq_url
from tests.desk.waiting import MANAGER, add_letter, add_staff
from tests.houses import MOMENT


@pytest.fixture
def told(house: Database) -> Database:
    """A house with one approval, and the narrative of it."""
    add_staff(house)
    approve(house, add_letter(house), MANAGER, MOMENT)
    return house


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE narratives SET author = 'x'",
        "DELETE FROM narratives",
        "TRUNCATE narratives",
        "UPDATE approvals SET approver = 'x'",
        "DELETE FROM approvals",
        "TRUNCATE approvals",
    ],
)
def test_not_even_the_owner_changes_them(told: Database, statement: str) -> None:
    with (
        psycopg.connect(libpq_url(owner_url(from_environment()))) as connection,
        pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="append-only"),
    ):
        connection.execute(statement.encode())
