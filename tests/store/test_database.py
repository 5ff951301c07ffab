"""What the database refuses says which rule, and never a value."""

from __future__ import annotations

import logging
import secrets
import traceback

import pytest
from sqlalchemy import text

from mailroom.errors import MachineryFault
from mailroom.settings import from_environment
from mailroom.store.database import Database, DatabaseFault, application_url
from tests.store.making import add_receipt

CANARY = "QQ123456C-canary"


def _refusal(database: Database) -> DatabaseFault:
    with pytest.raises(DatabaseFault) as refused:
        _add_twice(database)
    return refused.value


def _add_twice(database: Database) -> None:
    with database.transaction() as connection:
        add_receipt(connection, CANARY)
        add_receipt(connection, CANARY)


def test_a_unique_violation_names_the_rule_and_no_value(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        fault = _refusal(database)
    assert fault.constraint == "receipts_source_source_reference_key"
    assert fault.is_data
    told = "".join(traceback.format_exception(fault)) + str(fault) + repr(fault) + caplog.text
    assert CANARY not in told


@pytest.mark.parametrize("bad", ["nul \0 in it", "half a pair \ud800"])
def test_a_character_no_column_holds_is_a_fault_of_the_data(database: Database, bad: str) -> None:
    with pytest.raises(DatabaseFault) as refused, database.transaction() as connection:
        add_receipt(connection, bad)
    assert refused.value.is_data
    assert "in it" not in "".join(traceback.format_exception(refused.value))


def test_a_value_longer_than_an_index_holds_is_a_fault_of_the_data(database: Database) -> None:
    with pytest.raises(DatabaseFault) as refused, database.transaction() as connection:
        add_receipt(connection, secrets.token_hex(5000))
    assert refused.value.sqlstate == "54000"
    assert refused.value.is_data


def test_a_server_that_does_not_answer_is_said_to_do_so() -> None:
    with (
        pytest.raises(DatabaseFault, match="the database does not answer: see whether"),
        Database("postgresql+psycopg://a@/b?host=/nowhere").transaction(),
    ):
        pass


def test_a_missing_table_is_no_fault_of_the_data(database: Database) -> None:
    with pytest.raises(DatabaseFault) as refused, database.transaction() as connection:
        connection.execute(text("SELECT * FROM nowhere"))
    assert not refused.value.is_data


def test_nothing_stays_of_a_transaction_that_failed(database: Database) -> None:
    _refusal(database)
    with database.transaction() as connection:
        assert connection.execute(text("SELECT count(*) FROM receipts")).scalar_one() == 0


def test_without_a_server_the_message_says_what_to_do(tmp_path: object) -> None:
    with pytest.raises(MachineryFault, match="make up"):
        application_url(from_environment({"MAILROOM_VAR": str(tmp_path)}))
