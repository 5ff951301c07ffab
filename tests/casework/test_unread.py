"""What nobody looked at is never taken for nothing."""

from __future__ import annotations

import pytest

from mailroom.casework.classify import classifier_for
from mailroom.records.finding import Classification, ItemText, Verdict
from mailroom.records.mail import Channel
from mailroom.records.reading import Unread
from mailroom.records.sender import Capacity
from tests.policy.packs import own_pack

THANKS = "See attached, thank you for your help."
STATEMENT = "Please send us an employer statement for the last quarter."
LOCKED = Unread("attachment:1", "the file is encrypted and needs a password", whole=True)
LATE_PAGE = Unread("text", "page 9 was not looked at: the time for OCR was spent", whole=False)


def judged(text: str, *unread: Unread, is_bounce: bool = False) -> Classification:
    item = ItemText(
        {"text": text}, Capacity.EMPLOYER, Channel.EMAIL, is_bounce=is_bounce, unread=unread
    )
    return classifier_for(own_pack("cms")).classify(item)


@pytest.mark.parametrize("text", [THANKS, ""])
@pytest.mark.parametrize("is_bounce", [False, True])
@pytest.mark.parametrize("unread", [LOCKED, LATE_PAGE])
def test_what_asks_for_nothing_goes_to_a_person_when_a_part_was_not_read(
    text: str, is_bounce: bool, unread: Unread
) -> None:
    assert judged(text, is_bounce=is_bounce).verdict is Verdict.NO_REQUEST
    assert judged(text, unread, is_bounce=is_bounce).verdict is Verdict.TRIAGE


def test_the_reason_names_the_part_and_why_it_was_not_read() -> None:
    assert judged(THANKS, LOCKED, LATE_PAGE).reason == (
        "not read: attachment 1 (the file is encrypted and needs a password), the document "
        "(page 9 was not looked at: the time for OCR was spent)"
    )


def test_a_document_that_was_not_read_holds_back_what_is_sure() -> None:
    result = judged(STATEMENT, LOCKED)
    assert result.verdict is Verdict.TRIAGE
    assert [finding.type for finding in result.findings] == ["statement_request"]
    assert result.reason == (
        "the words say statement_request; "
        "not read: attachment 1 (the file is encrypted and needs a password)"
    )


def test_a_page_that_was_not_read_stops_nothing_that_is_sure_and_is_said() -> None:
    result = judged(STATEMENT, LATE_PAGE)
    assert result.verdict is Verdict.CLASSIFIED
    assert result.reason.endswith("not read: the document (page 9 was not looked at: "
                                  "the time for OCR was spent)")  # fmt: skip


def test_of_many_places_the_first_are_named_and_the_others_counted() -> None:
    pages = [Unread("text", f"page {number} is damaged", whole=False) for number in range(1, 200)]
    reason = judged(THANKS, *pages).reason
    assert reason.endswith("the document (page 4 is damaged), and 195 places more")
