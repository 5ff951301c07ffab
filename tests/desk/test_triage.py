"""Triage: a person decides, it is kept, and the line goes on."""

from __future__ import annotations

import json

import pytest

from mailroom.casework.corrections import corrections_to_learn_from
from mailroom.cli import main
from mailroom.desk.reading_room import marked, show_item
from mailroom.desk.triage import Decision, decide, waiting
from mailroom.errors import DecisionRefused
from mailroom.quality.reconciliation import reckon
from mailroom.records.mail import ItemStatus
from mailroom.records.sender import Capacity
from mailroom.steps import process_mail
from mailroom.store import tables
from mailroom.store.database import Database, DatabaseFault
from tests.desk.waiting import CLERK, add_staff
from tests.houses import MOMENT, add, add_item, add_sender, ask
from tests.policy.packs import own_pack

WORDS = "Whether it is or not, could you see to our figures?"


@pytest.fixture
def item_id(house: Database) -> int:
    return put(house, "held")


def put(
    house: Database,
    reference: str,
    capacity: Capacity = Capacity.EMPLOYER,
    reason: str = "in_doubt",
) -> int:
    if not ask(house, "SELECT FROM staff"):
        add_staff(house)
    with house.transaction() as connection:
        found = add_item(connection, reference, status=ItemStatus.TRIAGE)
        add_sender(connection, found, capacity)
        add(
            connection, tables.documents, item_id=found, ordinal=1, part="text", body=WORDS,
            media_type="text/plain", bytes=len(WORDS), encrypted=False,
        )  # fmt: skip
        add(
            connection, tables.findings, item_id=found, type="statement_request", score=0.5,
            spans=[["text", 43, 50]], rule="cms/statement_request: any 5", unclear=[],
        )  # fmt: skip
    ask(house, "UPDATE items SET reason_code = :code, reason = 'not sure' WHERE id = :id",
        code=reason, id=found)  # fmt: skip
    return found


def decision(item_id: int, *types: str, why: str = "asks for a list", **rest: Capacity) -> Decision:
    return Decision(item_id, types, why, **rest)


def test_what_waits_is_listed_with_what_the_rules_suggest(house: Database, item_id: int) -> None:
    (one,) = waiting(house)
    assert (one.id, one.suggested, one.reason) == (item_id, ("statement_request",), "not sure")
    assert waiting(house, "ors") == []


def test_the_types_a_person_names_are_opened_by_the_next_run(house: Database, item_id: int) -> None:
    decide(house, decision(item_id, "update_procedures"), CLERK, MOMENT)
    process_mail.open_requests(0, MOMENT)
    rows = ask(house, "SELECT type, raised_for, status FROM service_requests")
    assert [tuple(row) for row in rows] == [("update_procedures", "employer", "open")]
    flags = ask(house, "SELECT has_evidence, item_is_opened FROM service_request_flags")
    assert [tuple(row) for row in flags] == [(True, True)]


def _broken(house: Database) -> list[str]:
    with house.transaction() as connection:
        return [one.words for one in reckon(connection) if one.broken]


def test_a_decision_upsets_no_equation(house: Database, item_id: int) -> None:
    other = put(house, "second")
    before = _broken(house)
    decide(house, decision(item_id, "statement_request"), CLERK, MOMENT)
    decide(house, decision(other), CLERK, MOMENT)
    process_mail.open_requests(0, MOMENT)
    assert _broken(house) == before


def test_an_item_that_asks_for_nothing_is_put_away(house: Database, item_id: int) -> None:
    decide(house, decision(item_id, why="only thanks"), CLERK, MOMENT)
    (row,) = ask(house, "SELECT status, reason FROM items WHERE id = :id", id=item_id)
    assert tuple(row) == ("no_request", f"{CLERK} decided: it asks for nothing of the agency")


def test_a_decision_is_kept_with_who_when_and_why(house: Database, item_id: int) -> None:
    decide(house, decision(item_id, "update_procedures"), CLERK, MOMENT)
    (row,) = ask(
        house, "SELECT was_types, types, decided_by, decided_at, why, raised_for FROM corrections"
    )
    assert tuple(row) == (
        ["statement_request"], ["update_procedures"], CLERK, MOMENT, "asks for a list", "employer",
    )  # fmt: skip
    (told,) = ask(house, "SELECT author, event FROM narratives")
    assert tuple(told) == (CLERK, "triage_decided")


def test_the_reader_can_learn_from_it(house: Database, item_id: int) -> None:
    decide(house, decision(item_id, "update_procedures"), CLERK, MOMENT)
    with house.transaction() as connection:
        (learnt,) = corrections_to_learn_from(connection, "cms")
    assert learnt.item.parts == {"text": WORDS}
    assert (learnt.types, learnt.invented) == (frozenset({"update_procedures"}), False)


def test_the_second_of_two_is_told_who_was_quicker(house: Database, item_id: int) -> None:
    decide(house, decision(item_id, "update_procedures"), CLERK, MOMENT)
    with pytest.raises(DecisionRefused, match=f"classified already by {CLERK} at 23 Nov 2026"):
        decide(house, decision(item_id, "statement_request"), CLERK, MOMENT)
    assert len(ask(house, "SELECT FROM corrections")) == 1


def _employer_only() -> list[str]:
    kinds = own_pack("cms").service_requests
    return [kind.type for kind in kinds if kind.raised_for == (Capacity.EMPLOYER,)]


@pytest.mark.parametrize("code", _employer_only())
def test_what_only_an_employer_may_ask_is_refused_to_its_agent(house: Database, code: str) -> None:
    held = put(house, "agent", Capacity.EMPLOYER_AGENT)
    with pytest.raises(DecisionRefused, match=r"dwp-emc, Potential contact reasons.*--raised-for"):
        decide(house, decision(held, code), CLERK, MOMENT)
    decide(house, decision(held, code, raised_for=Capacity.EMPLOYER), CLERK, MOMENT)
    process_mail.open_requests(0, MOMENT)
    (row,) = ask(house, "SELECT raised_for FROM service_requests")
    assert row.raised_for == "employer"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"types": ("statment",)}, "no type statment; the types are"),
        ({"types": ("statement_request",), "why": "  "}, "say why"),
        ({"item_id": 999}, "there is no such item"),
    ],
)
def test_what_cannot_be_decided_is_refused_in_words(
    house: Database, item_id: int, wrong: dict[str, object], words: str
) -> None:
    values = {"item_id": item_id, "types": (), "why": "because"} | wrong
    with pytest.raises(DecisionRefused, match=words):
        decide(house, Decision(**values), CLERK, MOMENT)  # type: ignore[arg-type]
    assert ask(house, "SELECT status FROM items")[0].status == "triage"


def test_nothing_is_opened_while_two_claim_to_be_the_sender(house: Database) -> None:
    held = put(house, "two", reason="sender_conflict")
    with pytest.raises(DecisionRefused, match="settled who wrote"):
        decide(house, decision(held, "statement_request"), CLERK, MOMENT)


def test_a_stranger_neither_decides_nor_reads(house: Database, item_id: int) -> None:
    for act in (
        lambda: decide(house, decision(item_id), "nobody", MOMENT),
        lambda: show_item(house, item_id, "nobody", MOMENT),
    ):
        with pytest.raises(DecisionRefused, match="not in the staff register"):
            act()


def test_whoever_reads_an_item_is_told_of(house: Database, item_id: int) -> None:
    shown = show_item(house, item_id, CLERK, MOMENT)
    assert shown.parts == (("text", "Whether it is or not, could you see to our >>figures<<?"),)
    (told,) = ask(house, "SELECT author, event FROM narratives")
    assert tuple(told) == (CLERK, "item_viewed")


def test_passages_that_overlap_are_marked_once() -> None:
    assert marked("one two three", [(4, 7), (0, 5), (8, 13)]) == ">>one two<< >>three<<"


def test_a_correction_cannot_be_changed(house: Database, item_id: int) -> None:
    decide(house, decision(item_id), CLERK, MOMENT)
    for statement in ("UPDATE corrections SET why = 'x'", "DELETE FROM corrections"):
        with pytest.raises(DatabaseFault, match="42501"):
            ask(house, statement)


def test_the_command_lists_and_decides(
    house: Database, item_id: int, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("MAILROOM_DEMO", "1")
    assert main(["triage", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["suggested"] == ["statement_request"]
    assert main(["triage", "show", str(item_id), "--as", CLERK]) == 0
    assert ">>figures<<" in capsys.readouterr().out
    words = ["triage", "decide", str(item_id), "--as", CLERK, "--why", "a list"]
    assert main(words) == 2
    assert main([*words, "--types", "statement_request"]) == 0
    assert "opens statement_request with the next run" in capsys.readouterr().out
    assert main([*words, "--types", "statement_request"]) == 1
