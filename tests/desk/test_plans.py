"""Steps of a plan: in order, by their office, told; and letters wait for the steps before them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from mailroom.cli import main
from mailroom.desk.plans import finish_step, steps_to_do
from mailroom.errors import DecisionRefused
from mailroom.store import leases, tables
from mailroom.store.database import Database
from mailroom.store.queries import question
from tests.desk.waiting import CLERK, MANAGER, add_letter, add_staff
from tests.houses import MOMENT, add, add_item, add_sender, ask

WAITS_FOR_A_LOCK = "SELECT FROM pg_locks WHERE NOT granted"
OFFICE, STRANGER = "payments", "elsewhere"
PLAN = (("Check", True, None), ("Ask again", False, None), ("Change", True, None),
        ("Confirm", True, "details_updated"), ("Look back", True, None))  # fmt: skip


@pytest.fixture
def request_id(house: Database) -> int:
    add_staff(house)
    with house.transaction() as connection:
        add(connection, tables.staff, agency="cms", staff_ref=STRANGER, os_user=STRANGER,
            name=STRANGER, role="officer", office="another")  # fmt: skip
        item_id = add_item(connection, "r1")
        add_sender(connection, item_id)
        request = add(
            connection, tables.service_requests, item_id=item_id, agency="cms", type="x",
            raised_for="employer", owner="x", received_at=MOMENT, opened_at=MOMENT, status="open",
        )  # fmt: skip
        for ordinal, (title, mandatory, letter) in enumerate(PLAN, start=1):
            add(
                connection, tables.activities, service_request_id=request, ordinal=ordinal,
                title=title, owner_role=OFFICE, mandatory=mandatory, letter_template=letter,
                status="open",
            )  # fmt: skip
    ask(house, "UPDATE staff SET office = :office WHERE os_user = :who", office=OFFICE, who=CLERK)
    return request


def _to_draft(database: Database) -> list[str]:
    with database.transaction() as connection:
        lease_id = leases.open_lease(connection, "test")
        asked = {"lease_id": lease_id, "limit": 10}
        ids = connection.execute(question("claim_activities_to_draft"), asked).scalars().all()
        leases.end(connection, lease_id)
    rows = ask(database, "SELECT letter_template FROM activities WHERE id = ANY(:ids)", ids=ids)
    return [row.letter_template for row in rows]


def test_a_letter_waits_for_the_mandatory_steps_before_it(house: Database, request_id: int) -> None:
    assert _to_draft(house) == []
    finish_step(house, request_id, 1, CLERK, MOMENT)
    assert _to_draft(house) == []
    finish_step(house, request_id, 3, CLERK, MOMENT)
    assert _to_draft(house) == ["details_updated"]


def test_a_step_is_kept_with_who_and_when_and_told(house: Database, request_id: int) -> None:
    finish_step(house, request_id, 1, CLERK, MOMENT)
    (row,) = ask(house, "SELECT done_by, done_at FROM activities WHERE status = 'done'")
    assert tuple(row) == (CLERK, MOMENT)
    (told,) = ask(house, "SELECT author, event, words FROM narratives")
    assert (told.author, told.event) == (CLERK, "activity_done")
    assert f"SR-{request_id:06d}: step 1 done (Check)." == told.words


def test_what_comes_next_is_listed_with_the_letter_that_follows(
    house: Database, request_id: int
) -> None:
    (step,) = steps_to_do(house)
    assert (step.ordinal, step.title, step.next_letter) == (1, "Check", "details_updated")
    finish_step(house, request_id, 1, CLERK, MOMENT)
    finish_step(house, request_id, 3, CLERK, MOMENT)
    (step,) = steps_to_do(house)  # the letter is nobody's turn, and work goes on beside it
    assert (step.ordinal, step.title, step.next_letter) == (5, "Look back", None)
    assert steps_to_do(house, "ors") == []


@pytest.mark.parametrize(
    ("step", "who", "words"),
    [
        (3, CLERK, "step 1 comes first"),
        (1, STRANGER, "it belongs to payments"),
        (1, "nobody", "it belongs to payments"),
        (9, CLERK, "no service request has such a step"),
    ],
)
def test_what_may_not_be_called_done_is_refused(
    house: Database, request_id: int, step: int, who: str, words: str
) -> None:
    with pytest.raises(DecisionRefused, match=words):
        finish_step(house, request_id, step, who, MOMENT)
    assert ask(house, "SELECT id FROM activities WHERE status = 'done'") == []


def test_a_manager_may_do_a_clerks_step_but_nobody_does_it_twice(
    house: Database, request_id: int
) -> None:
    finish_step(house, request_id, 1, MANAGER, MOMENT)
    with pytest.raises(DecisionRefused, match=f"done already, by {MANAGER}"):
        finish_step(house, request_id, 1, CLERK, MOMENT)


def test_a_step_whose_letter_waits_is_done_when_that_leaves(house: Database) -> None:
    add_staff(house)
    letter = add_letter(house)
    (row,) = ask(house, "SELECT service_request_id FROM letters WHERE id = :id", id=letter)
    with pytest.raises(DecisionRefused, match="its letter is awaiting approval"):
        finish_step(house, row.service_request_id, 1, MANAGER, MOMENT)


def test_a_clerk_who_waited_for_another_sees_what_the_other_did(
    house: Database, request_id: int
) -> None:
    with ThreadPoolExecutor(1) as pool:
        with house.transaction() as connection:
            plan = {"service_request_id": request_id}
            first, *_ = connection.execute(question("lock_plan"), plan).scalars()
            second = pool.submit(finish_step, house, request_id, 1, CLERK, MOMENT)
            while not second.done() and not ask(house, WAITS_FOR_A_LOCK):
                sleep(0.01)
            done = {"moment": MOMENT, "who": MANAGER, "ids": [first]}
            connection.execute(question("finish_activities"), done)
        with pytest.raises(DecisionRefused, match=f"done already, by {MANAGER}"):
            second.result(timeout=20)


def test_a_step_whose_letter_cannot_leave_is_a_persons_turn(house: Database) -> None:
    add_staff(house)
    letter = add_letter(house, status="withheld", reason_code="recipient_unknown", reason="Whom?")
    (step,) = steps_to_do(house)
    finish_step(house, step.service_request_id, step.ordinal, MANAGER, MOMENT)
    assert steps_to_do(house) == []
    assert ask(house, "SELECT status FROM letters WHERE id = :id", id=letter)[0][0] == "withheld"


def test_the_command_lists_and_finishes_and_a_refusal_does_not_stop_the_others(
    house: Database,
    request_id: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MAILROOM_DEMO", "1")
    assert main(["done", "--list", "--json"]) == 0
    (name,) = [json.loads(line)["step"] for line in capsys.readouterr().out.splitlines()]
    assert name == f"SR-{request_id:06d}:1"
    assert main(["done", "--as", CLERK, f"SR-{request_id:06d}:5", name]) == 1
    said = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in said] == ["not done", f"SR-{request_id:06d}"]
    assert main(["done", "--list"]) == 0
    assert "payments: Change (x, then letter details_updated)" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["12"], ["SR-12"], ["SR-000012:one"]])
def test_what_is_no_step_is_a_wrong_call(house: Database, words: list[str]) -> None:
    assert main(["done", *words]) == 2
