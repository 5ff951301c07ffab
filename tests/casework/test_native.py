"""What is compiled says the same as the Python it is written in, which looks at every index."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mailroom.casework.matching.book import Book
from mailroom.casework.matching.flat import bytes_of
from mailroom.casework.matching.kernel import find_all
from mailroom.casework.matching.native import kept_in
from mailroom.casework.matching.patterns import PatternMaker
from mailroom.casework.matching.reader import FoldedText
from mailroom.casework.weighing.facts import facts_of, layout_of
from mailroom.casework.weighing.looked_for import Scope, TypeRules, shelf_of
from mailroom.casework.weighing.sight import sight_of
from mailroom.casework.weighing.weighing import weighed, weighed_by_hits
from mailroom.policy.conditions import Condition, Group, Near
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity
from tests.policy.packs import own_pack

GONE = Group(description="gone", words=("left", "is ... gone", "quit*"))
CONDITIONS = (
    Condition(phrases=("he <gone>", "we want ... statement", "not|never pay*")),
    Condition(near=(Near(words=("he", "<gone>", "firm|us"), within=4),), mood=("report",)),
    Condition(stems=("state*",), even_if=("denied",), where=("subject", "new", "quoted")),
    Condition(near=(Near(words=("left", "left"), within=2),)),
    Condition(mood=("question",), weight=0.5),
    Condition(language=("cy",)),
)
YIELDING: tuple[tuple[str, ...], ...] = ((), (), (), ("any",))
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
    extremes = [
        "he is at the firm he left",
        "",
        " ",
        "?",
        "'",
        "t",
        "n't t 't",
        "left " * 300,
        "left." * 300,
        "q" * 5_000,
    ]
    return made + [{"text": text} for text in extremes] + [{}]


def told(every: list[dict[str, str]]) -> list[object]:
    """All that is found in each, and told of it, as numbers."""
    book = Book(PatternMaker({"gone": GONE}))
    first, second, third, fourth, mood, welsh = ((number,) for number in book.add(CONDITIONS))
    kinds = [
        kind.model_copy(update={"yields_to": yields, "goes_with": ()})
        for kind, yields in zip(own_pack("cms").service_requests[:4], YIELDING, strict=True)
    ]
    rules = [
        TypeRules(kinds[0], first + third, (), ()),
        TypeRules(kinds[1], second, (), fourth),
        TypeRules(kinds[2], (), fourth, welsh),
        TypeRules(kinds[3], mood, (), ()),
    ]
    scope = Scope(ours=first, elsewhere=third, matters=[third, second], no_matters=[fourth, ()])
    looked_for = shelf_of(scope, rules, frozenset({kinds[0].type}))
    active = book.close("re").active(Capacity.UNKNOWN, Channel.EMAIL)
    numbers: list[object] = []
    for parts in every:
        text = FoldedText(parts)
        facts = facts_of(text, hears_quoted="subject" in parts, is_known="quoted" in parts)
        found = find_all(book.program, active, text.letters, text.mended, layout_of(facts))
        numbers.append([one.tolist() for one in found])
        given = book.program, active, looked_for, facts, text.letters
        numbers.append(weighed(*given, text.mended).tolist())
        assert book.one_by_one is not None
        hits = book.one_by_one.hits(text.flat)
        assert numbers[-1] == weighed_by_hits(*given, hits).tolist()
    return numbers


def test_compiled_and_plain_python_tell_the_same() -> None:
    """Of numpy, plain Python also learns of an index beyond an array, where machine code would
    read whatever lies there."""
    by_python = subprocess.run(
        [sys.executable, "-m", "tests.casework.test_native"],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        check=True,
        capture_output=True,
        text=True,
    )
    compiled = told(texts())
    assert json.loads(by_python.stdout) == compiled
    passages = [one for found in compiled[::2] for one in found[0]]  # type: ignore[index]
    assert {condition for condition, *_ in passages} >= set(range(4))
    sights = [sight_of(np.array(one), "abcd") for one in compiled[1::2]]
    assert {type_.number for sight in sights for type_ in sight.types} == set(range(4))
    assert {matter.number for sight in sights for matter in sight.matters} == {0, 1}


def test_machine_code_is_kept_by_what_the_sources_say(tmp_path: Path) -> None:
    """Numba alone would go on with what it compiled of a function before one that it calls was
    changed."""
    source, kept = tmp_path / "one" / "two.py", tmp_path / "kept"
    source.parent.mkdir()
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
    book, text = Book(PatternMaker({})).close(), FoldedText({"text": "two words"})
    active, layout = book.active(Capacity.UNKNOWN, Channel.EMAIL), layout_of(facts_of(text))
    with pytest.raises(ValueError, match="not the same words"):
        find_all(book.program, active, text.letters, bytes_of(" three words now "), layout)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(told(texts())))
