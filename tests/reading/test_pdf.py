"""PDFs: text layers, scans, locks and bombs."""

from __future__ import annotations

import io

import pikepdf
import pytest

from mailroom.reading import budget, pdf
from mailroom.reading.content import read_content
from mailroom.reading.layers import is_doubtful, is_sound
from mailroom.records.reading import PageMethod
from tests.reading.making import page, pdf_with_text, reading_of, saved

WORDS = "Please send me a statement of all payments since March, with the dates."


def rewritten(content: bytes, **options: object) -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(stream, **options)  # type: ignore[arg-type]
    return stream.getvalue()


def test_a_text_layer_is_taken_page_by_page() -> None:
    reading = reading_of(pdf_with_text(f"One. {WORDS}", f"Two. {WORDS}"))
    assert [each.method for each in reading.pages] == [PageMethod.TEXT_LAYER] * 2
    assert reading.pages[1].text.startswith("Two. Please send")
    assert reading.text.index("One.") < reading.text.index("Two.")


def test_a_scan_is_recognised() -> None:
    reading = reading_of(saved(page(), "PDF", resolution=200))
    assert reading.pages[0].method is PageMethod.OCR
    assert "Please send me a statement" in reading.text


def test_a_locked_file_says_that_it_needs_a_password() -> None:
    locked = rewritten(pdf_with_text(WORDS), encryption=pikepdf.Encryption(user="u", owner="o"))
    result = read_content(locked, "a.pdf")
    assert result.reason_code == "encrypted"
    assert result.reason is not None
    assert "password" in result.reason


def test_an_owner_password_alone_does_not_lock() -> None:
    content = rewritten(pdf_with_text(WORDS), encryption=pikepdf.Encryption(user="", owner="o"))
    assert WORDS.split(",")[0] in reading_of(content).text


def test_more_than_200_pages_are_refused() -> None:
    document = pikepdf.new()
    for _ in range(201):
        document.add_blank_page()
    stream = io.BytesIO()
    document.save(stream)
    assert read_content(stream.getvalue(), "a.pdf").reason_code == "too_many_pages"


def test_a_page_as_large_as_a_field_is_rendered_within_the_limit() -> None:
    document = pikepdf.new()
    document.add_blank_page(page_size=(14_000, 14_000))
    stream = io.BytesIO()
    document.save(stream)
    assert reading_of(stream.getvalue()).text == ""


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n", b"%PDF-1.4 nothing here", b"%PDF-" + b"\x00" * 99]
)
def test_damage_is_said(content: bytes) -> None:
    assert read_content(content, "a.pdf").reason_code == "damaged"


def test_letters_nobody_knows_are_no_text() -> None:
    assert is_sound("Grüße, 中文, Ελληνικά")
    assert not is_sound("\ue001\ue002\ue003 abc")
    assert not is_sound("\ufffd\ufffd\ufffd\ufffd a")
    assert not is_sound("  \n")


def test_a_layer_that_cannot_be_spoken_is_doubtful() -> None:
    assert is_doubtful("Xkcd bcdfg hjklm npqrs tvxz bcdf plain words ghjk lmnp qrst vxzb")
    assert is_doubtful("(>#)<%&$!?@ " * 10)
    assert not is_doubtful(WORDS)
    assert not is_doubtful("Contents " + "." * 200 + " 3")
    assert not is_doubtful("安徽安利合成" * 10)


def with_hidden_layer(scan: bytes, hidden: str) -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(scan)) as document:
        sheet = document.pages[0]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        sheet.Resources.Font = pikepdf.Dictionary(F1=document.make_indirect(font))
        text = f"BT /F1 9 Tf 3 Tr 40 40 Td ({hidden}) Tj ET"
        sheet.contents_add(document.make_stream(text.encode()))
        document.save(stream)
    return stream.getvalue()


def test_a_false_layer_over_a_clear_picture_gives_way_to_ocr() -> None:
    content = with_hidden_layer(saved(page(), "PDF", resolution=200), "#$%&!?@+" * 12)
    reading = reading_of(content)
    assert reading.pages[0].method is PageMethod.OCR
    assert "Please send me a statement" in reading.text


def test_a_good_layer_over_a_picture_is_kept() -> None:
    content = with_hidden_layer(saved(page(), "PDF", resolution=200), WORDS * 2)
    assert reading_of(content).pages[0].method is PageMethod.TEXT_LAYER


def test_a_document_of_which_nobody_saw_a_page_is_not_read() -> None:
    budget.begin(0)
    result = pdf.read(saved(page(), "PDF", resolution=200))
    budget.begin()
    assert result.reason_code == "timed_out"
    assert [each.method for each in result.items[0].pages] == [PageMethod.NONE]


def test_a_stamped_scan_in_strips_is_recognised() -> None:
    """Some scanners save a page as several pictures, one below the other."""
    sheet = page()
    document = pikepdf.new()
    whole = document.add_blank_page(page_size=(sheet.width * 0.36, sheet.height * 0.36))
    names = {}
    drawing = ""
    for number in range(4):
        top, bottom = sheet.height * number // 4, sheet.height * (number + 1) // 4
        strip = sheet.crop((0, top, sheet.width, bottom))
        picture = document.make_stream(strip.tobytes())
        picture.update(
            {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": strip.width,
             "/Height": strip.height, "/ColorSpace": pikepdf.Name.DeviceGray,
             "/BitsPerComponent": 8}
        )  # fmt: skip
        names[f"/I{number}"] = document.make_indirect(picture)
        size = f"{strip.width * 0.36} 0 0 {strip.height * 0.36}"
        drawing += f"q {size} 0 {(sheet.height - bottom) * 0.36} cm /I{number} Do Q "
    whole.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(names))
    whole.Contents = document.make_stream(drawing.encode())
    stream = io.BytesIO()
    document.save(stream)
    reading = reading_of(with_hidden_layer(stream.getvalue(), "Received by fax, page 1 of 1"))
    assert "Please send me a statement" in reading.text
