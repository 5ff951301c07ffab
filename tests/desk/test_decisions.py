"""Four eyes, bound to what was seen: at the desk, and in the database whoever asks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from mailroom.desk.decisions import approve, reject, waiting
from mailroom.errors import DecisionRefused
from mailroom.store import tables
from mailroom.store.database import Database, DatabaseFault
from tests.desk.waiting import AUTHOR, BOUND, CLERK, MANAGER, OTHER, add_letter, add_staff
from tests.houses import MOMENT, add, ask


@pytest.fixture
def letter(house: Database) -> int:
    add_staff(house)
    return add_letter(house)


def _status(database: Database, letter: int) -> str:
    (row,) = ask(database, "SELECT status FROM letters WHERE id = :id", id=letter)
    return str(row.status)


def _insert_approval(database: Database, letter: int, approver: str, **columns: object) -> None:
    values: dict[str, object] = {
        "letter_id": letter, "decision": "approved", "approver": approver,
        "touched_by": ["mailroom", AUTHOR], "decided_at": MOMENT, **BOUND, **columns,
    }  # fmt: skip
    with database.transaction() as connection:
        add(connection, tables.approvals, **values)


def test_a_manager_approves_and_it_is_told(house: Database, letter: int) -> None:
    approve(house, letter, MANAGER, MOMENT)
    assert _status(house, letter) == "approved"
    (row,) = ask(house, "SELECT * FROM approvals")
    assert (row.approver, row.decision, row.content_hash) == (MANAGER, "approved", "c" * 64)
    (told,) = ask(house, "SELECT author, event FROM narratives")
    assert tuple(told) == (MANAGER, "letter_approved")


def test_a_rejection_keeps_its_reason(house: Database, letter: int) -> None:
    reject(house, letter, MANAGER, "wrong_facts", "The period is wrong.", MOMENT)
    (row,) = ask(house, "SELECT status, reason_code, reason FROM letters")
    assert tuple(row) == ("rejected", "wrong_facts", "The period is wrong.")


def test_a_rejection_without_a_reason_is_refused(house: Database, letter: int) -> None:
    with pytest.raises(DecisionRefused, match="say why"):
        reject(house, letter, MANAGER, "other", " ", MOMENT)
    with pytest.raises(DatabaseFault, match="refusal_has_reason"):
        _insert_approval(house, letter, MANAGER, decision="rejected")
    assert _status(house, letter) == "awaiting_approval"


REFUSED = {AUTHOR: "another manager", CLERK: "no team manager", "stranger": "no team manager"}


def test_authors_clerks_and_strangers_are_refused(house: Database, letter: int) -> None:
    for who, words in REFUSED.items():
        with pytest.raises(DecisionRefused, match=words):
            approve(house, letter, who, MOMENT)
        with pytest.raises(DecisionRefused, match=words):
            reject(house, letter, who, "other", "No.", MOMENT)
    assert ask(house, "SELECT id FROM approvals") == []


def test_a_manager_of_another_agency_is_refused(house: Database) -> None:
    add_staff(house, "ors")
    with pytest.raises(DecisionRefused, match="register of cms"):
        approve(house, add_letter(house), MANAGER, MOMENT)


def test_a_manager_who_left_is_refused(house: Database, letter: int) -> None:
    ask(house, "UPDATE staff SET withdrawn_at = :moment", moment=MOMENT)
    with pytest.raises(DecisionRefused, match="no team manager"):
        approve(house, letter, MANAGER, MOMENT)


EVENING = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
"""Tuesday in London, and still Monday in Denver."""


def _promising(database: Database, agency: str) -> int:
    add_staff(database, agency)
    return add_letter(database, agency=agency, promised_on=date(2026, 11, 24))


def test_a_letter_is_not_approved_on_the_day_it_promises_and_is_rejected_then(
    house: Database,
) -> None:
    letter = _promising(house, "cms")
    with pytest.raises(DecisionRefused, match=r"promises 2026-11-24.*call or write by hand"):
        approve(house, letter, MANAGER, EVENING)
    reject(house, letter, MANAGER, "other", "Too late.", EVENING)
    assert _status(house, letter) == "rejected"


def test_a_letter_is_approved_before_the_day_it_promises_where_the_agency_is(
    house: Database,
) -> None:
    letter = _promising(house, "ors")
    approve(house, letter, MANAGER, EVENING)
    assert _status(house, letter) == "approved"


def test_a_letter_is_decided_once(house: Database, letter: int) -> None:
    approve(house, letter, MANAGER, MOMENT)
    with pytest.raises(DecisionRefused, match="does not wait"):
        reject(house, letter, OTHER, "other", "Too late.", MOMENT)


def test_a_letter_that_does_not_exist_is_said_to_be_none(house: Database) -> None:
    with pytest.raises(DecisionRefused, match="there is no letter 4711"):
        approve(house, 4711, MANAGER, MOMENT)


def test_of_two_managers_at_once_one_wins(house: Database, letter: int) -> None:
    def decide(who: str) -> str:
        try:
            approve(house, letter, who, MOMENT)
        except DecisionRefused as refused:
            return str(refused)
        return "approved"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(decide, (MANAGER, OTHER)))
    assert outcomes.count("approved") == 1
    assert len(ask(house, "SELECT id FROM approvals")) == 1


def test_a_letter_changed_since_it_was_seen_is_refused(house: Database, letter: int) -> None:
    (seen,) = waiting(house)
    ask(house, "UPDATE letters SET content_hash = :hash", hash="d" * 64)
    with pytest.raises(DecisionRefused, match="changed since you saw it"):
        approve(house, letter, MANAGER, MOMENT, seen=seen.content_hash)
    approve(house, letter, MANAGER, MOMENT, seen="d" * 64)


def test_the_database_refuses_an_author_whoever_asks(house: Database, letter: int) -> None:
    with pytest.raises(DatabaseFault, match="four_eyes"):
        _insert_approval(house, letter, AUTHOR)


def test_the_database_refuses_an_approval_that_forgets_who_touched_the_letter(
    house: Database, letter: int
) -> None:
    with pytest.raises(DatabaseFault, match="letter_as_seen"):
        _insert_approval(house, letter, AUTHOR, touched_by=["mailroom"])


def test_the_database_refuses_an_approval_of_another_letter_than_there_is(
    house: Database, letter: int
) -> None:
    for column in BOUND:
        with pytest.raises(DatabaseFault, match="letter_as_seen"):
            _insert_approval(house, letter, MANAGER, **{column: "other"})


def test_the_database_refuses_a_decided_letter_without_its_decision(
    house: Database, letter: int
) -> None:
    change = "UPDATE letters SET status = :status, reason_code = :reason"
    for status, reason in (("approved", None), ("rejected", "x"), ("sent_back", "x")):
        with pytest.raises(DatabaseFault, match="letter_decided"):
            ask(house, change, status=status, reason=reason)


def test_the_database_refuses_a_change_of_what_was_approved(house: Database, letter: int) -> None:
    approve(house, letter, MANAGER, MOMENT)
    for column in BOUND:
        with pytest.raises(DatabaseFault, match="letter_decided"):
            ask(house, f"UPDATE letters SET {column} = 'other'")


def test_the_database_refuses_a_letter_that_is_born_approved(house: Database) -> None:
    with pytest.raises(DatabaseFault, match="letter_starts_undecided"):
        add_letter(house, status="approved")


def test_nobody_who_touched_a_letter_can_be_forgotten(house: Database, letter: int) -> None:
    with pytest.raises(DatabaseFault, match="touched_by_grows"):
        ask(house, "UPDATE letters SET touched_by = ARRAY['mailroom']")


@pytest.mark.parametrize(
    "statement", ["UPDATE approvals SET approver = 'x'", "DELETE FROM approvals"]
)
def test_a_decision_cannot_be_changed(house: Database, letter: int, statement: str) -> None:
    approve(house, letter, MANAGER, MOMENT)
    with pytest.raises(DatabaseFault, match="42501"):
        ask(house, statement)


def test_the_database_refuses_to_dispatch_a_letter_nobody_approved(
    house: Database, letter: int
) -> None:
    plan = """WITH batch AS (INSERT INTO print_batches (batch_key, agency, status, letters, made_at)
      VALUES ('b', 'cms', 'queued', 1, :moment) RETURNING id)
      INSERT INTO dispatches (letter_id, print_batch_id, sequence, status, queued_at)
      SELECT :letter, id, 1, 'queued', :moment FROM batch"""
    with pytest.raises(DatabaseFault, match="dispatch_approved"):
        ask(house, plan, letter=letter, moment=MOMENT)
    approve(house, letter, MANAGER, MOMENT)
    ask(house, plan, letter=letter, moment=MOMENT)


def test_the_queue_shows_what_waits_oldest_due_first(house: Database, letter: int) -> None:
    urgent = add_letter(house, "r2", due_at=MOMENT)
    assert [one.letter_id for one in waiting(house)] == [urgent, letter]
    assert waiting(house, "ors") == []
    approve(house, letter, MANAGER, MOMENT)
    assert [one.letter_id for one in waiting(house, "cms")] == [urgent]
