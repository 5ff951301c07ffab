"""What a condition may ask besides words: place, language, damaged words; and what it ignores."""

from __future__ import annotations

import pytest

from mailroom.casework.classify import classifier_for
from mailroom.casework.matching.book import Book
from mailroom.casework.matching.patterns import PatternMaker
from mailroom.casework.matching.program import LANGUAGES
from mailroom.casework.matching.reader import FoldedText
from mailroom.casework.matching.slips import Slips, skeleton
from mailroom.casework.weighing.facts import facts_of
from mailroom.casework.weighing.looked_for import Scope, TypeRules, shelf_of
from mailroom.casework.weighing.sight import sight_of
from mailroom.casework.weighing.weighing import weighed
from mailroom.policy.conditions import Condition, Mood
from mailroom.records.finding import ItemText
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity
from tests.casework.found import found_in
from tests.policy.packs import own_pack

EVERYWHERE = {
    "subject": "schedule here", "text": "schedule there", "quoted": "schedule before",
    "attachment:1": "schedule within", "attachment_name:1": "schedule_may.pdf",
}  # fmt: skip


def spans(condition: Condition, *, is_scan: bool = False, **parts: str) -> list[str]:
    book = Book(PatternMaker({}))
    book.add([condition])
    names = [*parts]
    return [
        f"{names[part]} {parts[names[part]][start:end]}"
        for _, start, end, part, _ in found_in(book.close(), parts, is_scan=is_scan).passages
    ]


def holds(condition: Condition, text: str, *several: Condition) -> bool:
    """Whether a type that asks for this and nothing else is seen; `several` say that a text is
    about several paying parents."""
    book = Book(PatternMaker({}))
    scope = Scope(several=book.add(several))
    kind = own_pack("ors").service_requests[0].model_copy(update={"yields_to": ()})
    rules = TypeRules(kind, book.add([condition]), (), ())
    book.close()
    folded = FoldedText({"text": text})
    told = weighed(
        book.program,
        book.active(Capacity.EMPLOYER, Channel.EMAIL),
        shelf_of(scope, [rules], frozenset()),
        facts_of(folded, is_known=True, is_nobody=False),
        folded.letters,
        folded.mended,
    )
    return bool(sight_of(told, folded.names).types)


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
def test_a_condition_may_ask_for_a_language_which_is_that_of_most_words(
    text: str, language: str | None
) -> None:
    spoken = [one for one in LANGUAGES if holds(Condition(language=(one,), weight=0.5), text)]
    assert spoken == ([language] if language else [])


@pytest.mark.parametrize(
    ("mood", "text", "is_so"),
    [
        ("question", "When will it come?", True),
        ("question", "It came on Friday.", False),
        ("report", "It came on Friday.", True),
        ("request", "Please send it.", True),
    ],
)
def test_a_condition_may_ask_for_a_mood_alone(mood: Mood, text: str, is_so: bool) -> None:
    assert holds(Condition(mood=(mood,), weight=0.5), text) is is_so


@pytest.mark.parametrize(
    ("text", "is_several"),
    [
        ("Rydym am ddweud bod y ddau wedi gadael", True),
        ("We have to say that they left, y ddau", False),
    ],
)
def test_what_says_several_may_ask_for_a_language(text: str, is_several: bool) -> None:
    both = Condition(phrases=("y ddau",), language=("cy",))
    assert holds(Condition(count="several", weight=0.5), text, both) is is_several
    assert holds(Condition(count="one", weight=0.5), text, both) is not is_several


@pytest.mark.parametrize("damaged", ["cornplaint", "c0mplaint", "cornplalnt", "complaint"])
def test_a_damaged_word_of_a_scan_is_found(damaged: str) -> None:
    text = f"This is a {damaged} about you"
    condition = Condition(phrases=("a complaint about",))
    assert spans(condition, is_scan=True, text=text) == [f"text a {damaged} about"]
    expected = [f"text a {damaged} about"] if damaged == "complaint" else []
    assert spans(condition, text=text) == expected


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
