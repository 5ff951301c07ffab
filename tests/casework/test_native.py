"""What is compiled says the same as the Python it is written in, which looks at every index."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from mailroom.casework.matching.book import Book
from mailroom.casework.matching.evidence import Evidence
from mailroom.casework.matching.native import kept_in
from mailroom.casework.matching.patterns import PatternMaker
from mailroom.casework.matching.reader import FoldedText
from mailroom.policy.conditions import Condition, Group, Near
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity

GONE = Group(description="gone", words=("left", "is ... gone", "quit*"))
CONDITIONS = (
    Condition(phrases=("he <gone>", "we want ... statement", "not|never pay*")),
    Condition(near=(Near(words=("he", "<gone>", "firm|us"), within=4),), mood=("report",)),
    Condition(stems=("state*",), even_if=("denied",), where=("subject", "new", "quoted")),
    Condition(near=(Near(words=("left", "left"), within=2),)),
)
SAID = (
    "he left quit quitting is gone firm us we want a statement not never don't paying pay if should"
    " I you in case let's say were to would also like the good morning, why ? any news. Mr. T. ! ;"
    " \n \n\n - 12) please"
)


def texts() -> list[dict[str, str]]:
    """Parts of items out of the words that matter, in any order, and some that are extreme."""
    chance, words = random.Random("native"), SAID.split(" ")
    made = [
        {
            name: " ".join(chance.choices(words, k=chance.randint(0, 60)))
            for name in ("subject", "text", "quoted", "attachment_name:1")[: chance.randint(1, 4)]
        }
        for _ in range(60)
    ]
    extremes = ["", " ", "?", "'", "t", "n't t 't", "left " * 300, "left." * 300, "q" * 5_000]
    return made + [{"text": text} for text in extremes] + [{}]


def found(every: list[dict[str, str]]) -> list[object]:
    """All that is found in each, as numbers."""
    book = Book(PatternMaker({"gone": GONE}))
    book.add(CONDITIONS)
    active = book.close().active(Capacity.UNKNOWN, Channel.EMAIL)
    evidence = [Evidence(book, FoldedText(parts), active) for parts in every]
    return [[one.passages, one.sentences(7), one.language] for one in evidence]


def test_compiled_and_plain_python_find_the_same() -> None:
    """Of numpy, plain Python also learns of an index beyond an array, where machine code would
    read whatever lies there."""
    by_python = subprocess.run(
        [sys.executable, "-m", "tests.casework.test_native"],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        check=True,
        capture_output=True,
        text=True,
    )
    compiled = found(texts())
    assert json.loads(by_python.stdout) == compiled
    passages = [one for per_text in compiled for one in per_text[0]]  # type: ignore[index]
    assert {condition for condition, *_ in passages} == set(range(len(CONDITIONS)))


def test_machine_code_is_kept_by_what_the_sources_say(tmp_path: Path) -> None:
    """Numba alone would go on with what it compiled of a function before one that it calls was
    changed."""
    source, kept = tmp_path / "one.py", tmp_path / "kept"
    source.write_text("a = 1")
    first = kept_in(tmp_path, kept)
    assert first is not None
    assert first.parent == kept
    assert kept_in(tmp_path, kept) == first
    source.write_text("a = 2")
    assert kept_in(tmp_path, kept) not in (first, None)


def test_machine_code_is_kept_where_one_may_write_or_nowhere(tmp_path: Path) -> None:
    blocked, other = tmp_path / "file", tmp_path / "other"
    blocked.write_text("no folder")
    found = kept_in(tmp_path, blocked, other)
    assert found is not None
    assert found.parent == other
    assert kept_in(tmp_path, blocked) is None


def test_texts_of_different_words_are_refused() -> None:
    """What would lead beyond the arrays stops first."""
    book = Book(PatternMaker({})).close()
    text = FoldedText({"text": "two words"})
    text.signs = FoldedText({"text": "three words now"}).signs
    with pytest.raises(ValueError, match="not the same words"):
        Evidence(book, text, book.active(Capacity.UNKNOWN, Channel.EMAIL))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(found(texts())))
