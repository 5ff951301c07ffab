"""What a condition may ask besides words: place, language, damaged words; and what it ignores."""

from __future__ import annotations

import pytest

from mailroom.casework.classify import classifier_for
from mailroom.casework.matching.book import Book
from mailroom.casework.matching.evidence import Evidence
from mailroom.casework.matching.patterns import PatternMaker
from mailroom.casework.matching.reader import FoldedText
from mailroom.casework.matching.slips import Slips, skeleton
from mailroom.casework.matching.view import Counter, View
from mailroom.policy.conditions import Condition
from mailroom.records.finding import ItemText
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity
from tests.policy.packs import own_pack

EVERYWHERE = {
    "subject": "schedule here", "text": "schedule there", "quoted": "schedule before",
    "attachment:1": "schedule within", "attachment_name:1": "schedule_may.pdf",
}  # fmt: skip


def spans(condition: Condition, channel: Channel = Channel.EMAIL, **parts: str) -> list[str]:
    book = Book(PatternMaker({}))
    book.add([condition])
    counter = Counter(own_pack("ors"), book)
    view = View(ItemText(parts, Capacity.EMPLOYER, channel), book.close(), counter)
    held = view.held_at_all(0)
    return (
        [
            f"{one.part} {parts[one.part][one.start : one.end]}"
            for one in view.evidence.spans(held.passages)
        ]
        if held
        else []
    )


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (("subject",), ["subject schedule"]),
        (("new",), ["text schedule"]),
        (("quoted",), ["quoted schedule"]),
        (("attachment",), ["attachment:1 schedule"]),
        (("attachment_name",), ["attachment_name:1 schedule"]),
        (("subject", "new"), ["subject schedule", "text schedule"]),
    ],
)
def test_a_condition_looks_where_it_says(where: tuple[str, ...], found: list[str]) -> None:
    condition = Condition.model_validate({"phrases": ("schedule",), "where": where})
    assert spans(condition, **EVERYWHERE) == found


def test_names_of_attachments_count_only_where_a_condition_says_so() -> None:
    found = spans(Condition(phrases=("schedule",)), **EVERYWHERE)
    assert found == [
        "subject schedule", "text schedule", "quoted schedule", "attachment:1 schedule",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Please send the booklet to our office.", "en"),
        ("Hoffwn drafod y gorchymyn hwn yn Gymraeg.", "cy"),
        ("Necesito hablar con alguien por favor.", "es"),
        ("Rydym am gael gwasanaeth Cymraeg os gwelwch yn dda. Regards, Pat", "cy"),
        ("xyzzy", None),
    ],
)
def test_the_language_is_that_of_most_words(text: str, language: str | None) -> None:
    book = Book(PatternMaker({})).close()
    active = book.active(Capacity.UNKNOWN, Channel.EMAIL)
    assert Evidence(book, FoldedText({"text": text}), active).language == language


def test_a_condition_may_ask_for_a_language() -> None:
    condition = Condition(language=("cy",), weight=0.5)
    book = Book(PatternMaker({}))
    book.add([condition])
    counter = Counter(own_pack("ors"), book)
    book.close()
    for text, holds in (("Mae wedi gadael yn barod", True), ("He has left the firm", False)):
        item = ItemText({"text": text}, Capacity.EMPLOYER, Channel.EMAIL)
        assert bool(View(item, book, counter).held(0)) is holds


@pytest.mark.parametrize("damaged", ["cornplaint", "c0mplaint", "cornplalnt", "complaint"])
def test_a_damaged_word_of_a_scan_is_found(damaged: str) -> None:
    text = f"This is a {damaged} about you"
    condition = Condition(phrases=("a complaint about",))
    assert spans(condition, Channel.FAX, text=text) == [f"text a {damaged} about"]
    expected = [f"text a {damaged} about"] if damaged == "complaint" else []
    assert spans(condition, Channel.EMAIL, text=text) == expected


def test_a_word_that_is_known_is_never_mended() -> None:
    slips = Slips(["modem"], ["modern"])
    assert slips.mended(" a modern house ") == " a modern house "
    assert skeleton("modern") == skeleton("modem")


def test_of_two_words_with_one_skeleton_neither_is_guessed() -> None:
    assert Slips(["burns", "bums"], []).mended(" burms ") == " burms "


def test_a_damaged_fax_opens_what_it_asks_for() -> None:
    text = "Please send us an ernployer staternent for the last quarter."
    item = ItemText({"text": text}, Capacity.EMPLOYER, Channel.FAX)
    found = classifier_for(own_pack("cms")).classify(item).findings
    assert [one.type for one in found] == ["statement_request"]
