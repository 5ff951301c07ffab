"""Nothing is printed but what was approved, and nothing that may no longer leave."""

from __future__ import annotations

import pytest

from mailroom.errors import LettersStopped
from mailroom.letters.canonical import content_hash
from mailroom.letters.dispatch import ApprovedLetter, printed
from mailroom.letters.draft import OutboundRules
from mailroom.letters.typesetting import Typesetter
from mailroom.records.letter import ForbiddenFact
from tests.letters.making import DAY, letter_of, template_of

RULES = OutboundRules((), (), "cs-004p, private")


def _approved(
    typesetter: Typesetter,
    word: str,
    archived: str | None = None,
    forbidden: tuple[ForbiddenFact, ...] = (),
) -> ApprovedLetter:
    template = template_of("Hello {{ word }}", "word")
    letter = letter_of(template, word=word)
    archive = typesetter.archive(letter_of(template, word=archived or word), DAY)
    return ApprovedLetter(7, letter, content_hash(letter), archive, forbidden)


def test_what_was_approved_is_printed_in_order(cms: Typesetter) -> None:
    batch = printed([_approved(cms, "one"), _approved(cms, "two")], cms, RULES, DAY)
    assert [(pages.first, pages.count) for pages in batch.ranges] == [(0, 1), (1, 1)]


def test_a_page_that_differs_from_the_approved_copy_stops_the_batch(cms: Typesetter) -> None:
    with pytest.raises(LettersStopped, match="letter 7: the printed pages differ") as fault:
        printed([_approved(cms, "one", archived="another")], cms, RULES, DAY)
    assert fault.value.why[7].code == "page_differs"


def test_a_fact_that_may_no_longer_leave_stops_the_batch_and_is_not_repeated(
    cms: Typesetter,
) -> None:
    fact = ForbiddenFact("employer_name", "Acme Haulage", "cs-004p, private")
    with pytest.raises(LettersStopped, match="letter 7: it may not leave") as fault:
        printed([_approved(cms, "Acme Haulage", forbidden=(fact,))], cms, RULES, DAY)
    assert "Acme" not in str(fault.value)
