"""A reader is trained on what people decided, stored with its figures, and kept if it is better."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mailroom.casework.second_reader.stored import reader_in_force
from mailroom.steps.learn_from_corrections import learn_agency
from mailroom.store.database import Database
from tests.houses import MOMENT, ask
from tests.shared import CHECKOUT


@pytest.fixture
def home(house: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of the test's own with the corpus, and no reader yet."""
    shutil.copytree(CHECKOUT / "include" / "corpus", tmp_path / "include" / "corpus")
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
    assert row.figures["learnt_from"]["labelled texts"] > 200
    assert "there was none before" in row.why


def test_the_same_lesson_again_stores_nothing(house: Database, home: Path) -> None:
    learn_agency("cms", MOMENT)
    assert learn_agency("cms", MOMENT)["stored"] == 0
    assert len(ask(house, "SELECT FROM reader_models")) == 1


def test_a_worse_reader_is_stored_and_not_kept(house: Database, home: Path) -> None:
    learn_agency("cms", MOMENT)
    corpus = home / "include" / "corpus" / "cms" / "training.jsonl"
    lines = corpus.read_text().splitlines(keepends=True)
    corpus.write_text("".join(lines[:20]))
    assert learn_agency("cms", MOMENT)["kept"] == 0
    rows = ask(house, "SELECT kept, why FROM reader_models ORDER BY id")
    assert [row.kept for row in rows] == [True, False]
    assert "not better than the present one's" in rows[1].why
