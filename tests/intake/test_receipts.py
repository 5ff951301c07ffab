"""Receipts: once each, nothing lost, doubles linked."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Row, text

from mailroom.intake.receipts import Stored, record
from mailroom.intake.sources import Source
from mailroom.records.mail import Agency, Arrival, Call, Channel
from mailroom.store.database import Database
from tests.intake.making import LONDON, MOMENT, MTIME


def _source(name: str = "cms-letters", **fields: object) -> Source:
    values = {
        "agency": Agency.CMS, "channel": Channel.LETTER, "kind": "folder", "path": Path("letters"),
        "zone": LONDON, "after": "move",
    } | fields  # fmt: skip
    return Source(name, **values)  # type: ignore[arg-type]


def _stored(reference: str = "a.pdf", content: bytes = b"a letter", **fields: object) -> Stored:
    arrival = Arrival(reference, MTIME, content, reference, "application/pdf", **fields)  # type: ignore[arg-type]
    return Stored(arrival, hashlib.sha256(content).hexdigest())


def _record(database: Database, *stored: Stored, source: Source | None = None) -> dict[str, int]:
    with database.transaction() as connection:
        return record(connection, source or _source(), stored, MOMENT)


def _rows(database: Database, statement: str = "SELECT * FROM receipts ORDER BY id") -> list[Row]:
    with database.transaction() as connection:
        return list(connection.execute(text(statement)))


def test_a_new_arrival_is_a_receipt_with_one_item(database: Database) -> None:
    assert _record(database, _stored()) == {"received": 1}
    (receipt,) = _rows(database)
    assert (receipt.received_at, receipt.collected_at) == (MTIME, MOMENT)
    (item,) = _rows(database, "SELECT * FROM items")
    assert (item.receipt_id, item.ordinal, item.status) == (receipt.id, 1, "received")


def test_the_same_delivery_twice_is_one_receipt(database: Database) -> None:
    _record(database, _stored())
    assert _record(database, _stored(), _stored()) == {"again": 2}
    assert len(_rows(database)) == 1


def test_the_same_content_under_another_reference_is_a_linked_duplicate(database: Database) -> None:
    assert _record(database, _stored("a"), _stored("b")) == {"received": 1, "duplicate": 1}
    assert _record(database, _stored("c"), source=_source("other")) == {"duplicate": 1}
    first, *doubles = _rows(database)
    assert [one.duplicate_of for one in doubles] == [first.id, first.id]
    assert len(_rows(database, "SELECT * FROM items")) == 1


def test_the_same_content_at_another_agency_is_no_duplicate(database: Database) -> None:
    _record(database, _stored())
    assert _record(database, _stored(), source=_source("ors", agency=Agency.ORS)) == {"received": 1}


def test_other_content_under_a_known_reference_is_not_lost(database: Database) -> None:
    _record(database, _stored(content=b"one"))
    assert _record(database, _stored(content=b"two")) == {"received": 1}
    assert _record(database, _stored(content=b"two"), _stored(content=b"one")) == {"again": 2}
    first, second = _rows(database)
    assert second.source_reference.startswith(first.source_reference + "#")


def test_an_empty_file_is_quarantined_with_a_reason(database: Database) -> None:
    assert _record(database, _stored(content=b"")) == {"quarantined": 1}
    (receipt,) = _rows(database)
    assert receipt.reason_code == "empty"
    assert receipt.reason
    assert _rows(database, "SELECT * FROM items") == []


@pytest.mark.parametrize("fault", ["bad_call_row", "bad_call_log"])
def test_a_fault_of_the_source_is_quarantined_with_a_reason(database: Database, fault: str) -> None:
    assert _record(database, _stored(fault=fault)) == {"quarantined": 1}
    (receipt,) = _rows(database)
    assert receipt.reason_code == fault
    assert receipt.reason


@pytest.mark.parametrize(
    ("zone", "day"), [("Europe/London", "2026-11-24"), ("America/Denver", "2026-11-23")]
)
def test_the_day_of_receipt_is_the_sources_own(database: Database, zone: str, day: str) -> None:
    late = Arrival("a", datetime(2026, 11, 24, 1, 0, tzinfo=UTC), b"x", "a", "text/plain")
    _record(database, Stored(late, "0" * 64), source=_source(zone=ZoneInfo(zone)))
    assert str(_rows(database)[0].received_day) == day


@pytest.mark.parametrize(("channel", "priority"), [(Channel.EMAIL, 1), (Channel.FAX, 2)])
def test_born_digital_mail_goes_before_scans(
    database: Database, channel: Channel, priority: int
) -> None:
    _record(database, _stored(), source=_source(channel=channel))
    assert [row.priority for row in _rows(database, "SELECT * FROM items")] == [priority]


def test_names_that_are_no_text_are_kept_as_their_escapes(database: Database) -> None:
    name = b"caf\xe9.pdf".decode("utf-8", "surrogateescape")
    facts = {"tsi": "nul \0"}
    assert _record(database, _stored(name, facts=facts)) == {"received": 1}
    assert _record(database, _stored(name, facts=facts)) == {"again": 1}
    (receipt,) = _rows(database)
    assert receipt.file_name == receipt.source_reference == r"caf\udce9.pdf"
    assert receipt.facts == {"tsi": r"nul \x00"}


def test_what_the_telephone_system_knows_is_kept(database: Database) -> None:
    call = Call("0161 496 0001", "Pat", "304743088385", "0300", "note", MTIME)
    _record(database, _stored(call=call), source=_source(channel=Channel.TELEPHONE))
    (row,) = _rows(database, "SELECT * FROM calls")
    assert (row.caller_number, row.reference_entered, row.promised_at) == (
        "0161 496 0001",
        "304743088385",
        MTIME,
    )
