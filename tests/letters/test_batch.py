from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from mailroom.errors import LetterFault, MachineryFault
from mailroom.letters.batch import page_ranges, print_batch
from mailroom.letters.page_text import mark_texts, page_texts, same_pages, same_text
from mailroom.letters.typesetting import Typesetter
from mailroom.records.letter import Letter, PageRange
from tests.letters.making import DAY, RECIPIENT, letter_of, template_of

SHORT = template_of("Dear {{ word }},\n\nThank you.\n\n- one\n- two", "word")
LONG = template_of("{% for row in rows %}{{ row }}\n\n{% endfor %}", "rows")


@pytest.fixture(scope="module")
def letters() -> list[Letter]:
    rows = [f"Paragraph {number} of a long letter." for number in range(60)]
    return [
        letter_of(LONG, rows=rows, reference=f"SR-{number:06}")
        if number % 3 == 0
        else letter_of(SHORT, word=f"Ŵilliam {number}", reference=f"SR-{number:06}")
        for number in range(7)
    ]


def test_each_letter_of_a_batch_says_what_its_archive_copy_says(
    letters: list[Letter], cms: Typesetter
) -> None:
    batch = print_batch(letters, cms, DAY, run=3)
    assert [pages.count for pages in batch.ranges] == [3, 1, 1, 3, 1, 1, 3]
    for letter, pages in zip(letters, batch.ranges, strict=True):
        assert same_text(cms.archive(letter, DAY), batch.pdf, pages)


def test_pages_are_numbered_by_letter_and_marked_by_batch(
    letters: list[Letter], cms: Typesetter
) -> None:
    batch = print_batch(letters[:2], cms, DAY)
    assert mark_texts(batch.pdf) == ["1/1", "1/2", "1/3", "2/1"]
    texts = page_texts(batch.pdf)
    assert "Page 2 of 3" in texts[1]
    assert "Page 1 of 1" in texts[3]


def test_the_marks_go_on_from_run_to_run(letters: list[Letter], cms: Typesetter) -> None:
    batch = print_batch(letters[1:3], cms, DAY, run=1)
    assert mark_texts(batch.pdf) == ["1/1", "2/1"]


def changed(letter: Letter, word: str) -> Letter:
    return replace(letter, body=letter_of(SHORT, word=word).body)


@pytest.mark.parametrize("word", ["Ŵilliam 2", "William 1", "Ŵilliam 1."])
def test_a_batch_that_says_something_else_is_found(
    word: str, letters: list[Letter], cms: Typesetter
) -> None:
    batch = print_batch([letters[0], changed(letters[1], word)], cms, DAY)
    assert not same_text(cms.archive(letters[1], DAY), batch.pdf, batch.ranges[1])


def test_a_letter_to_somebody_else_is_found(letters: list[Letter], cms: Typesetter) -> None:
    moved = replace(letters[1], recipient=replace(RECIPIENT, address_lines=("2 Other Street",)))
    batch = print_batch([moved], cms, DAY)
    assert not same_text(cms.archive(letters[1], DAY), batch.pdf, batch.ranges[0])


def test_a_missing_page_is_found(letters: list[Letter], cms: Typesetter) -> None:
    archive = page_texts(cms.archive(letters[0], DAY))
    batch = print_batch(letters[:1], cms, DAY)
    assert same_pages(archive, page_texts(batch.pdf), batch.ranges[0])
    assert not same_pages(archive, page_texts(batch.pdf), PageRange(0, 2))


def test_the_same_batch_gives_the_same_bytes(letters: list[Letter], cms: Typesetter) -> None:
    assert print_batch(letters, cms, DAY, run=2) == print_batch(letters, cms, DAY, run=2)


def test_a_batch_for_the_printer_is_not_tagged(letters: list[Letter], cms: Typesetter) -> None:
    with pikepdf.open(BytesIO(print_batch(letters[:2], cms, DAY).pdf)) as pdf:
        assert "/StructTreeRoot" not in pdf.Root


def test_an_empty_batch_is_refused(cms: Typesetter) -> None:
    with pytest.raises(LetterFault, match="needs a letter"):
        print_batch([], cms, DAY)


@pytest.mark.parametrize("marks", [["1/1", "3/1"], ["1/2"], ["1/1", "1/1"], ["2/1"], ["", "1/1"]])
def test_pages_out_of_order_or_without_a_mark_stop_the_batch(marks: list[str]) -> None:
    with pytest.raises(MachineryFault, match="print batch"):
        page_ranges(marks, 3)


def test_a_letter_without_a_page_stops_the_batch() -> None:
    with pytest.raises(MachineryFault, match="no page"):
        page_ranges(["1/1"], 2)


def test_threads_that_read_pdfs_at_once_do_not_disturb_each_other(
    letters: list[Letter], cms: Typesetter
) -> None:
    batch = print_batch(letters, cms, DAY, run=3).pdf
    alone = page_texts(batch)
    with ThreadPoolExecutor(6) as pool:
        assert all(texts == alone for texts in pool.map(page_texts, [batch] * 120))
