"""Every equation holds in a good house, and each finds what was planted to break it."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, text

from mailroom.quality.reconciliation import EQUATIONS, Reckoning, reckon
from tests.shared import CHECKOUT

FAULTS = {
    "a receipt is lost": ("receipts_of_sources", "DELETE FROM receipts WHERE id = 3"),
    "a receipt came twice": (
        "receipts_of_sources",
        "UPDATE receipts SET source = 'cms-email' WHERE source = 'ors-email';"
        "UPDATE source_counts SET counted_through = 5 WHERE source = 'cms-email'",
    ),
    "a duplicate doubles something else": (
        "receipts_by_state",
        "UPDATE receipts SET duplicate_of = 2 WHERE id = 3",
    ),
    "a receipt has a state nobody knows": (
        "receipts_by_state",
        "ALTER TABLE receipts DROP CONSTRAINT receipts_status_check;"
        "UPDATE receipts SET status = 'forgotten' WHERE id = 5",
    ),
    "a receipt has no item": ("items_of_receipts", "DELETE FROM items WHERE id = 4"),
    "an item of several is gone": (
        "items_of_receipts",
        "UPDATE items SET ordinal = 3 WHERE id = 2",
    ),
    "the last item of several is gone": (
        "items_of_receipts",
        "DELETE FROM items WHERE id = 2",
    ),
    "a duplicate has an item": (
        "items_of_receipts",
        "UPDATE items SET receipt_id = 3 WHERE id = 3",
    ),
    "an item changed its agency": (
        "items_of_receipts",
        "UPDATE items SET agency = 'ors' WHERE id = 3",
    ),
    "an item rests under a lease": (
        "items_by_state",
        "UPDATE items SET lease_id = 1 WHERE id = 3",
    ),
    "an item is set aside without a reason": (
        "items_by_state",
        "UPDATE items SET reason_code = NULL WHERE id = 3",
    ),
    "an item has a state nobody knows": (
        "items_by_state",
        "ALTER TABLE items DROP CONSTRAINT items_status_check;"
        "UPDATE items SET status = 'forgotten' WHERE id = 3",
    ),
    "an opened item has no service request": (
        "service_requests_of_items",
        "UPDATE items SET status = 'opened' WHERE id = 2",
    ),
    "an item in triage has a service request": (
        "service_requests_of_items",
        "UPDATE service_requests SET item_id = 3 WHERE id = 2",
    ),
    "a plan lacks its last step": (
        "plans_of_service_requests",
        "DELETE FROM activities WHERE service_request_id = 1 AND ordinal = 2",
    ),
    "a plan has a gap": (
        "plans_of_service_requests",
        "UPDATE activities SET ordinal = 3 WHERE service_request_id = 1 AND ordinal = 2",
    ),
    "an obligation is missing": ("plans_of_service_requests", "DELETE FROM obligations"),
    "no rule says this type": (
        "plans_of_service_requests",
        "UPDATE service_requests SET type = 'invented' WHERE id = 2",
    ),
    "an opening was not told": (
        "narratives_of_service_requests",
        "DELETE FROM narratives WHERE sequence = 2",
    ),
    "an opening was told that was none": (
        "narratives_of_service_requests",
        "DELETE FROM service_requests WHERE id = 2",
    ),
    "a letter waits without pages": (
        "letters_by_state",
        "UPDATE letters SET pages = NULL WHERE letter_key = 'waiting'",
    ),
    "a letter has a state nobody knows": (
        "letters_by_state",
        "ALTER TABLE letters DROP CONSTRAINT letters_status_check;"
        "UPDATE letters SET status = 'forgotten' WHERE letter_key = 'waiting'",
    ),
    "a letter is approved by nobody": (
        "approvals_of_letters",
        "UPDATE letters SET status = 'approved' WHERE letter_key = 'waiting'",
    ),
    "an approved letter was changed": (
        "approvals_of_letters",
        "UPDATE letters SET content_hash = 'other' WHERE letter_key = 'sent'",
    ),
    "a waiting letter has an approval": (
        "approvals_of_letters",
        "UPDATE letters SET status = 'awaiting_approval' WHERE letter_key = 'sent'",
    ),
    "a letter left without approval": (
        "dispatches_by_state",
        "UPDATE letters SET status = 'awaiting_approval' WHERE letter_key = 'sent'",
    ),
    "a letter left at no moment": (
        "dispatches_by_state",
        "UPDATE dispatches SET sent_at = NULL",
    ),
    "a batch lost a letter": ("dispatches_of_batches", "DELETE FROM dispatches"),
    "a batch says more letters": (
        "dispatches_of_batches",
        "UPDATE print_batches SET letters = 2",
    ),
    "a batch has more pages than its letters": (
        "dispatches_of_batches",
        "UPDATE print_batches SET pages = 3",
    ),
    "a batch left and a letter in it did not": (
        "dispatches_of_batches",
        "UPDATE dispatches SET status = 'sending'",
    ),
}


def _broken(connection: Connection) -> dict[str, Reckoning]:
    return {one.equation: one for one in reckon(connection) if one.broken}


def test_every_equation_holds_in_a_good_house(breaking: Connection) -> None:
    reckonings = reckon(breaking)
    assert [one.equation for one in reckonings if one.broken] == []
    assert [one.equation for one in reckonings if not one.lines] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_the_equation_finds_that(breaking: Connection, fault: str) -> None:
    equation, statements = FAULTS[fault]
    breaking.exec_driver_sql(statements)
    broken = _broken(breaking)
    assert broken[equation].words.startswith(f"{equation} does not hold in 1 line (first: ")


def test_each_equation_can_be_broken() -> None:
    assert {equation for equation, _ in FAULTS.values()} == set(EQUATIONS)


def test_each_equation_is_a_file_and_each_file_is_asked() -> None:
    files = {path.stem for path in (CHECKOUT / "sql" / "queries").glob("reconcile_*.sql")}
    assert files == {f"reconcile_{equation}" for equation in EQUATIONS}


def test_a_broken_line_names_the_rows(breaking: Connection) -> None:
    breaking.exec_driver_sql("UPDATE items SET status = 'opened' WHERE id = 2")
    line = _broken(breaking)["service_requests_of_items"].broken[0]
    assert (line.channel, str(line.day), line.whole, line.parts) == ("email", "2026-11-20", 3, 2)
    assert line.ids == (2,)


def test_at_most_a_hundred_rows_are_named(breaking: Connection) -> None:
    breaking.execute(
        text(
            "INSERT INTO items"
            " (receipt_id, ordinal, agency, channel, received_at, status, rule_set_id)"
            " SELECT 1, n, 'cms', 'email', '2026-11-20 09:00Z', 'opened', 1"
            " FROM generate_series(3, 152) n"
        )
    )
    line = _broken(breaking)["service_requests_of_items"].broken[0]
    assert (line.whole - line.parts, len(line.ids)) == (150, 100)


def test_mail_collected_since_the_last_count_is_not_a_fault(breaking: Connection) -> None:
    breaking.exec_driver_sql(
        "INSERT INTO receipts"
        " (agency, channel, source, source_reference, received_at, received_day, collected_at,"
        " content_sha256, content_bytes, file_name, media_type, facts, status)"
        " SELECT agency, channel, source, 'z', received_at, received_day, collected_at,"
        " repeat('0', 64), 1, 'z', media_type, facts, 'received' FROM receipts WHERE id = 1"
    )
    assert "receipts_of_sources" not in _broken(breaking)


@pytest.mark.parametrize("status", ["received", "read", "identified", "classified"])
def test_an_item_in_flight_adds_up_under_a_lease(breaking: Connection, status: str) -> None:
    breaking.exec_driver_sql(f"UPDATE items SET status = '{status}', lease_id = 1 WHERE id = 2")
    assert _broken(breaking) == {}


def test_a_queued_batch_adds_up_before_its_pages_are_known(breaking: Connection) -> None:
    breaking.exec_driver_sql(
        "UPDATE print_batches SET status = 'queued', sent_at = NULL, pages = NULL;"
        "UPDATE dispatches SET status = 'sending', sent_at = NULL, pages = NULL"
    )
    assert _broken(breaking) == {}
