"""What the sender wrote now, apart from what was written before."""

from __future__ import annotations

import pytest

from mailroom.reading.quoting import split

OLD = "From: Agency <office@agency.example>\nSent: Monday\nTo: Alex\nSubject: RE: Case\n"


@pytest.mark.parametrize(
    "text",
    [
        "New words\n\nOn Mon, 2 Nov 2026 at 10:00, Agency wrote:\n> old words\n> more",
        "New words\n\nOn Mon, 2 Nov 2026, Agency\n<office@agency.example> wrote:\n\n> old words",
        "> old words\nNew words",
        "New words\n-----Original Message-----\nold words",
        "New words\n\n________________\nFrom: A\nSent: B\nTo: C\nSubject: D\n\nold words",
        f"New words\n\n{OLD}\nold words",
        "New words\n\nBegin forwarded message:\n\nold words",
        "New words\n\n---------- Forwarded message ---------\nold words",
        "New words\n\nLe 2 nov. 2026 à 10:00, Agence a écrit :\nold words",
    ],
)
def test_quoted_words_are_set_apart(text: str) -> None:
    halves = split(text)
    assert halves.new == "New words"
    assert "old words" in halves.quoted


def test_answers_between_quotations_stay_new() -> None:
    halves = split("On Monday 2 November, Agency wrote:\n> first?\nyes\n> second?\nno")
    assert halves.new == "yes\nno"


def test_a_letter_that_mentions_from_and_to_is_not_cut() -> None:
    text = "From: March\nI paid twice.\nOn Tuesday my employer wrote to you about it."
    assert split(text).new == text
