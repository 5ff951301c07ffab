"""What the second reader hears besides the whole: each sentence, within bounds."""

from __future__ import annotations

from copy import copy

import pytest

from mailroom.casework.second_reader.apart import MOST_SENTENCES, apart
from mailroom.casework.second_reader.features import MOST_WORDS
from mailroom.casework.second_reader.reader import Opinion
from mailroom.casework.second_reader.stored import delivered_reader
from mailroom.records.sender import Capacity
from tests.casework.told import item
from tests.shared import CHECKOUT


def sentences(text: str) -> list[str]:
    return [one.parts["text"] for one in apart(item(text))]


@pytest.mark.parametrize("text", ["", "   ", "Only this one sentence is said.", "Thanks. Bye."])
def test_what_says_one_thing_is_not_taken_apart(text: str) -> None:
    assert sentences(text) == []


def test_short_sentences_stay_with_their_neighbours() -> None:
    assert sentences(
        "Hello there. He left the firm on Friday. Yes.\nPlease send us the booklet now!"
    ) == [
        "Hello there. He left the firm on Friday. Yes.",
        "Please send us the booklet now!",
    ]


def test_a_sentence_keeps_who_wrote_and_how_it_came() -> None:
    whole = item("He left the firm on Friday. Please send us the booklet.")
    assert {(one.capacity, one.channel) for one in apart(whole)} == {
        (whole.capacity, whole.channel)
    }


def test_a_long_letter_is_read_in_bounded_pieces() -> None:
    said = [f"This is sentence number {n} of all." for n in range(200)]
    read = sentences(" ".join(said))
    assert len(read) <= MOST_SENTENCES
    assert " ".join(read) == " ".join(said[: -(-MOST_WORDS // 7)])


def test_quoted_words_are_left_out_beside_the_writers_own() -> None:
    letter = item("He left the firm on Friday. Please send us the booklet.", quoted="Old words.")
    assert not any("Old" in one.parts["text"] for one in apart(letter))


def test_a_small_request_beside_a_large_one_is_likelier_than_by_the_whole_alone() -> None:
    """The delivered reader, with and without what it hears sentence by sentence."""
    reader = delivered_reader(CHECKOUT / "include" / "models", "cms")
    assert reader is not None
    letter = item(
        "Further to your letter of the 3rd about our employee, he left our employment on Friday and"
        " was paid all that was due to him, holiday pay included, so there will be no more money"
        " for you to take. We paid over the last deduction with the others of the month. Our"
        " payroll office moves to 14 Mill Lane, Hadley from Monday, so please write to us there.",
    )
    beside = reader.read(letter)
    deaf = copy(reader)
    deaf.calibration = reader.calibration._replace(lead=0.0)
    alone = deaf.read(letter)

    def second(opinion: Opinion) -> float:
        return opinion.of("update_employer_details")

    assert letter.capacity is Capacity.EMPLOYER
    assert second(beside) > second(alone)
