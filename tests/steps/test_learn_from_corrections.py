"""A reader is trained on what people decided, stored with its figures, and kept if it is better."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from mailroom.casework.second_reader.adapter import Adapter
from mailroom.casework.second_reader.stored import reader_in_force
from mailroom.steps.learn_from_corrections import learn_agency
from mailroom.store.database import Database
from tests.houses import MOMENT, ask
from tests.shared import CHECKOUT


@pytest.fixture
def home(house: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of the test's own with a part of the corpus, and no reader yet."""
    for name, lines in (("training", 120), ("evaluation", 40)):
        source = CHECKOUT / "include" / "corpus" / "cms" / f"{name}.jsonl"
        target = tmp_path / "include" / "corpus" / "cms" / source.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("".join(source.read_text().splitlines(keepends=True)[:lines]))
    shutil.copytree(CHECKOUT / "include" / "rules", tmp_path / "include" / "rules")
    (tmp_path / "sql").symlink_to(CHECKOUT / "sql")
    monkeypatch.setenv("MAILROOM_HOME", str(tmp_path))
    return tmp_path


def test_the_first_reader_is_kept_and_judges_from_then_on(house: Database, home: Path) -> None:
    counts = learn_agency("cms", MOMENT)
    assert (counts["stored"], counts["kept"], counts["corrections"]) == (1, 1, 0)
    (row,) = ask(house, "SELECT hash, kept, figures, why FROM reader_models")
    with house.transaction() as connection:
        reader = reader_in_force(connection, home / "include" / "models", "cms")
        assert reader_in_force(connection, home / "include" / "models", "ors") is None
    assert reader is not None
    assert reader.hash == row.hash
    assert row.figures["learnt_from"]["labelled texts"] == 120
    assert "there is none to compare it with" in row.why


def test_the_same_lesson_again_stores_nothing(
    house: Database, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn_agency("cms", MOMENT)
    never_trained = "mailroom.steps.learn_from_corrections.learn"
    monkeypatch.setattr(never_trained, lambda *words: pytest.fail("it trained again"))
    assert learn_agency("cms", MOMENT)["stored"] == 0
    assert len(ask(house, "SELECT FROM reader_models")) == 1


def test_what_the_delivered_reader_learnt_is_not_learnt_again(house: Database) -> None:
    """As in a new house: the rules are those of the packs, and nobody corrected anything."""
    for agency in ("cms", "ors"):
        counts = learn_agency(agency, MOMENT)
        assert (counts["stored"], counts["corrections"]) == (0, 0)
    assert not ask(house, "SELECT FROM reader_models")


def test_a_worse_reader_is_stored_and_not_kept(house: Database, home: Path) -> None:
    learn_agency("cms", MOMENT)
    corpus = home / "include" / "corpus" / "cms" / "training.jsonl"
    lines = corpus.read_text().splitlines(keepends=True)
    corpus.write_text("".join(lines[:20]))
    assert learn_agency("cms", MOMENT)["kept"] == 0
    rows = ask(house, "SELECT kept, why FROM reader_models ORDER BY id")
    assert [row.kept for row in rows] == [True, False]
    assert "not better than the present one's" in rows[1].why


def test_a_reader_kept_before_the_encoder_learnt_is_passed_over(
    house: Database, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn_agency("cms", MOMENT)
    other = Adapter({"encoder": (np.zeros((1, 1), np.float32), np.zeros((1, 1), np.float32))})
    monkeypatch.setattr("mailroom.casework.second_reader.stored.adapter_in_use", lambda: other)
    with house.transaction() as connection:
        assert reader_in_force(connection, home / "include" / "models", "cms") is None
