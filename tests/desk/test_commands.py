"""`mailroom approve` and `reject`: who decides, and what is said."""

from __future__ import annotations

import json
import os
import pwd

import pytest

from mailroom.cli import main
from mailroom.desk.who import decider
from mailroom.errors import DecisionRefused
from mailroom.settings import from_environment
from mailroom.store.database import Database
from tests.desk.waiting import AUTHOR, MANAGER, add_letter, add_staff
from tests.houses import ask


@pytest.fixture
def letter(house: Database) -> int:
    add_staff(house)
    return add_letter(house)


@pytest.fixture
def demo(house: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILROOM_DEMO", "1")


@pytest.mark.usefixtures("demo")
def test_letters_are_listed_and_approved(letter: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["approve", "--list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["letter"] == letter
    assert main(["approve", str(letter), "--as", MANAGER]) == 0
    assert main(["approve", "--list"]) == 0
    assert "No letter waits" in capsys.readouterr().out


@pytest.mark.usefixtures("demo")
def test_a_refusal_does_not_stop_the_others(
    house: Database, letter: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["approve", "4711", str(letter), "--as", MANAGER]) == 1
    assert "there is no letter 4711" in capsys.readouterr().out
    assert [row.status for row in ask(house, "SELECT status FROM letters")] == ["approved"]


@pytest.mark.usefixtures("demo")
def test_a_rejection_is_kept_with_its_code(house: Database, letter: int) -> None:
    words = ["reject", str(letter), "--as", MANAGER, "--reason", "Not him.", "--code"]
    assert main([*words, "wrong_recipient"]) == 0
    (row,) = ask(house, "SELECT reason_code, reason FROM approvals")
    assert tuple(row) == ("wrong_recipient", "Not him.")


@pytest.mark.usefixtures("demo")
def test_an_author_is_refused_with_one_line(
    letter: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reject", str(letter), "--as", AUTHOR, "--reason", "No."]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "another manager" in said


def test_nobody_decides_under_another_name_outside_a_demonstration(
    letter: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["approve", str(letter), "--as", MANAGER]) == 1
    assert "MAILROOM_DEMO=1" in capsys.readouterr().err


def test_a_user_who_is_in_no_register_is_refused(house: Database, letter: int) -> None:
    with pytest.raises(DecisionRefused, match="not in the staff register"):
        decider(house, from_environment(), None)


def test_a_user_of_the_register_decides_under_the_own_name(house: Database, letter: int) -> None:
    name = pwd.getpwuid(os.geteuid()).pw_name
    ask(house, "UPDATE staff SET os_user = :name WHERE os_user = 'manager'", name=name)
    assert decider(house, from_environment(), None) == name


def test_approving_nothing_is_a_wrong_call(house: Database) -> None:
    assert main(["approve"]) == 2
