from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailroom.casework.matching.automaton import Automaton
from mailroom.casework.matching.finder import Finder
from mailroom.casework.matching.folding import fold
from mailroom.casework.matching.negation import is_denied
from mailroom.casework.matching.patterns import Atom, PatternMaker
from mailroom.casework.matching.rules import RuleBook
from mailroom.errors import PolicyFault
from mailroom.policy.conditions import Condition, Group, Near

GROUPS = {"man": Group(description="he", words=("man", "mr", "our ... fellow"))}


def passages(maker: PatternMaker, condition: Condition, text: str) -> list[str]:
    book = RuleBook(maker)
    (shape,) = book.rule(condition).shapes.values()
    finder = Finder(text, book.automaton().passages(text), book.holders)
    return [text[start:end] for start, end in finder.passages(shape)]


@given(st.text())
def test_folding_keeps_the_length_and_gives_ascii(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert folded.isascii()


@pytest.mark.parametrize(
    ("text", "folded"), [("café", "cafe"), ("won’t", "won't"), ("ŵyn", "wyn"), ("–", "-")]
)
def test_folding_keeps_letters_without_their_marks(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("call me", "please CALL  me now", ["CALL  me"]),
        ("call me", "recall me", []),
        ("statement*", "two statements", ["statements"]),
        ("can't pay", "I cant pay", ["cant pay"]),
        ("stop ... deduct*", "stop all of the deductions", ["stop all of the deductions"]),
        ("stop ... deduct*", "stop a b c d e f deductions", []),
        ("<man> left", "our little fellow left", ["our little fellow left"]),
        ("left|quit us", "he quit us", ["quit us"]),
    ],
)
def test_a_phrase_finds_its_words(phrase: str, text: str, found: list[str]) -> None:
    assert passages(PatternMaker(GROUPS), Condition(phrases=(phrase,)), text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("he has left the firm", True),
        ("left is he", True),
        ("he one two three four left", False),
    ],
)
def test_near_words_stand_in_any_order_within_their_distance(text: str, found: bool) -> None:
    condition = Condition(near=(Near(words=("he", "left|gone away"), within=3),))
    assert bool(passages(PatternMaker({}), condition, text)) is found


@pytest.mark.parametrize("phrase", ["... left", "left ...", "!", "a*b", "<nobody>"])
def test_a_phrase_that_cannot_be_is_refused(phrase: str) -> None:
    with pytest.raises(PolicyFault):
        PatternMaker({}).phrase(phrase)


@pytest.mark.parametrize(
    ("before", "denied"),
    [
        ("please do not ", True),
        ("this is no ", True),
        ("I don't want you to ", True),
        ("not now. Please ", False),
        ("it is not right, please ", False),
        ("can't you ", False),
        ("not only ", False),
        ("the payment agent will ", False),
    ],
)
def test_a_passage_is_denied_by_a_negation_in_its_own_clause(before: str, denied: bool) -> None:
    assert is_denied(f"{before}call me", len(before)) is denied


@pytest.mark.parametrize("engine", ["hyperscan", "re2", "re"])
def test_every_engine_finds_every_place(engine: str) -> None:
    shape = PatternMaker({}).phrase("call me")
    assert isinstance(shape, Atom)
    found = Automaton([shape], engine).passages("call me or call me")
    assert found == {shape: [(0, 7), (11, 18)]}
