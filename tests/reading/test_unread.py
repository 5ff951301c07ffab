"""What nobody looked at is said by the reading itself, whatever it was inside of."""

from __future__ import annotations

import pytest
from PIL import Image

from mailroom.reading import budget
from mailroom.reading.content import NO_WORDS, read_content
from mailroom.reading.reasons import WORDS
from mailroom.records.reading import Unread
from tests.reading.making import message, page, pdf_with_text, reading_of, saved, zipped

BROKEN = b"%PDF-1.7 broken"


def unread(content: bytes, name: str = "a.eml") -> tuple[Unread, ...]:
    return reading_of(content, name).unread


def attached(content: bytes, kind: str = "application/pdf", name: str | None = "a.pdf") -> bytes:
    made = message("See attached.")
    main, _, sub = kind.partition("/")
    made.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return made.as_bytes()


def two_frames() -> bytes:
    """A fax whose second page has words too."""
    one = page().convert("1")
    return saved(one, "TIFF", save_all=True, append_images=[one], compression="group4")


@pytest.fixture
def one_page_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    spent = iter([False])
    monkeypatch.setattr(budget, "is_spent", lambda: next(spent, True))


def test_what_was_read_leaves_nothing() -> None:
    assert unread(attached(pdf_with_text("A letter"))) == ()


def test_an_attachment_that_no_reader_could_open() -> None:
    assert unread(attached(BROKEN)) == (Unread("attachment:1", WORDS["damaged"], whole=True),)


def test_an_attachment_of_a_message_that_was_passed_on() -> None:
    outer = message("See below.")
    inner = message("See attached.")
    inner.add_attachment(BROKEN, maintype="application", subtype="pdf", filename="a.pdf")
    outer.add_attachment(inner)
    assert unread(outer.as_bytes()) == (Unread("attachment:1", WORDS["damaged"], whole=True),)


def test_a_member_of_a_zip() -> None:
    archive = zipped({"a.txt": b"one", "b.pdf": BROKEN})
    why = f"member 2 of 2: {WORDS['damaged']}"
    assert unread(archive, "a.zip") == (Unread("text", why, whole=True),)
    named = attached(archive, "application/zip", "a.zip")
    assert unread(named) == (Unread("attachment:1", why, whole=True),)


def test_of_many_members_the_first_is_named_and_the_others_counted() -> None:
    result = read_content(zipped({"a.txt": b"one", "b.pdf": BROKEN, "c.pdf": BROKEN}), "a.zip")
    assert result.items[0].reason == f"member 2 of 3: {WORDS['damaged']}, and 1 more"


@pytest.mark.usefixtures("one_page_of_time")
def test_a_page_for_which_no_time_was_left() -> None:
    why = "page 2 was not looked at: the time for OCR was spent"
    assert unread(two_frames(), "a.tif") == (Unread("text", why, whole=False),)


@pytest.mark.usefixtures("one_page_of_time")
def test_a_page_of_an_attachment() -> None:
    why = "page 2 was not looked at: the time for OCR was spent"
    assert unread(attached(two_frames(), "image/tiff", "a.tif")) == (
        Unread("attachment:1", why, whole=False),
    )


def test_a_page_without_a_word_may_be_handwriting() -> None:
    scan = saved(Image.new("L", (1700, 1100), 255), "TIFF")
    assert unread(scan, "a.tif") == (Unread("text", NO_WORDS, whole=False),)


@pytest.mark.parametrize(
    ("content", "kind", "name"),
    [
        (saved(Image.new("L", (20, 20), 9), "PNG"), "image/png", "logo.png"),
        (bytes(range(200)) * 9, "application/pkcs7-signature", "smime.p7s"),
        (b"", "application/octet-stream", None),
    ],
)
def test_what_holds_no_words_for_anybody_is_passed_over(
    content: bytes, kind: str, name: str | None
) -> None:
    reading = reading_of(attached(content, kind, name), "a.eml")
    assert reading.mail is not None
    assert reading.unread == ()
    assert [one.passed_over for one in reading.mail.attachments] == [True]


def test_an_empty_file_that_somebody_named_is_missed() -> None:
    assert unread(attached(b"")) == (Unread("attachment:1", WORDS["empty"], whole=True),)
