"""The archive copy: the same bytes for the same letter, kept forever, readable by everyone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from mailroom.errors import LetterFault
from mailroom.letters.canonical import canonical_json, letter_from_json
from mailroom.letters.page_text import mark_texts, page_texts
from mailroom.letters.templates import list_templates
from mailroom.letters.typesetting import Typesetter
from mailroom.records.letter import LetterOffice, LetterTemplate, Recipient
from mailroom.steps.outbound_rules import letterhead_office
from tests.letters.making import DAY, FOLDER, RECIPIENT, UTAH, letter_of, picture, template_of
from tests.policy.packs import own_pack

SHIPPED = [t for agency in ("cms", "ors") for t in list_templates(FOLDER, agency)]
LONG_NAME = "Example Holdings (North Wales) and Daughters Trading Limited"
SEVEN_LINES = (
    "Payroll Department",
    "Second Floor, Unit 4",
    "Example Industrial Estate",
    "Ffordd y Môr",
    "Llanfairpwllgwyngyllgogery",
    "LL61 5UJ",
)
LONG = """Dear {{ word }},

| Month | Amount |
|---|--:|
{% for row in rows %}
| {{ row }} | £1.00 |
{% endfor %}

- one
- two

Yours sincerely

The team
"""


@pytest.mark.parametrize("template", SHIPPED, ids=lambda t: f"{t.agency}/{t.name}")
def test_every_shipped_letter_is_set_on_one_page(
    template: LetterTemplate, cms: Typesetter, ors: Typesetter
) -> None:
    typesetter, to = (cms, RECIPIENT) if template.agency == "cms" else (ors, UTAH)
    pages = page_texts(typesetter.archive(letter_of(template, recipient=to), DAY))
    assert len(pages) == 1
    assert to.name in pages[0]
    assert "Page 1 of 1" in pages[0]


def test_the_same_letter_and_day_give_the_same_bytes(cms: Typesetter, tmp_path: Path) -> None:
    letter = letter_of(template_of("Dear {{ word }},", "word"), word="Ŷ")
    first = cms.archive(letter, DAY)
    cms.archive(letter_of(template_of("Another")), DAY)
    with Typesetter(FOLDER / "cms", tmp_path) as fresh:
        assert fresh.archive(letter_from_json(canonical_json(letter)), DAY) == first
    assert cms.archive(letter, DAY + timedelta(days=1)) != first


@pytest.mark.parametrize("agency", ["cms", "ors"])
def test_an_archive_copy_claims_pdf_a_2a_and_pdf_ua_1_and_is_tagged(
    agency: str, cms: Typesetter, ors: Typesetter
) -> None:
    typesetter = cms if agency == "cms" else ors
    language = "en-GB" if agency == "cms" else "en-US"
    letter = letter_of(template_of("## One\n\nTwo", agency=agency, language=language))
    with pikepdf.open(BytesIO(typesetter.archive(letter, DAY))) as pdf:
        metadata = pdf.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == language
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo.Title) == "About a test – SR-000123"
        assert "/StructTreeRoot" in pdf.Root
        assert "/OutputIntents" in pdf.Root


def kinds_below(element: pikepdf.Object | None) -> Iterator[str]:
    if isinstance(element, pikepdf.Array):
        for child in element:
            yield from kinds_below(child)
    elif isinstance(element, pikepdf.Dictionary):
        if "/S" in element:
            yield str(element.S)
        yield from kinds_below(element.get("/K"))


def test_tags_say_what_each_part_is_in_reading_order(cms: Typesetter) -> None:
    body = "Dear {{ word }},\n\n## Amounts\n\n| a | b |\n|---|---|\n| c | d |\n\n- one"
    letter = letter_of(template_of(body, "word"), word="x")
    with pikepdf.open(BytesIO(cms.archive(letter, DAY))) as pdf:
        kinds = list(kinds_below(pdf.Root.StructTreeRoot.K))
    wanted = ["/H1", "/P", "/H2", "/Table", "/THead", "/TR", "/TH", "/TD", "/L", "/LI"]
    after_subject = kinds[kinds.index("/H1") :]
    assert [kind for kind in dict.fromkeys(after_subject) if kind in wanted] == wanted


def test_the_fonts_inside_are_ours_alone(cms: Typesetter) -> None:
    with pikepdf.open(BytesIO(cms.archive(letter_of(SHIPPED[0]), DAY))) as pdf:
        fonts = [str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()]
    assert fonts
    assert all("SourceSansPro" in font for font in fonts)


def test_an_independent_checker_of_pdf_ua_finds_nothing(cms: Typesetter, tmp_path: Path) -> None:
    pdfua = pytest.importorskip("pdfua")
    letter = letter_of(template_of(LONG, "word", "rows"), word="x", rows=["June"])
    path = tmp_path / "letter.pdf"
    path.write_bytes(cms.archive(letter, DAY))
    report = pdfua.validate(str(path))
    assert list(report.findings) == []


@pytest.mark.parametrize(
    "word", ["Ŵŵ Ŷŷ Ïï Êê Ôô Ââ Îî Ûû", "Ññ ¿ ¡ Áá Éé Íí Óó Úú Üü", "£ € – ’ “ ” …"]
)
def test_welsh_spanish_and_typographic_signs_come_back_out(word: str, cms: Typesetter) -> None:
    letter = letter_of(template_of("{{ word }}", "word"), word=word)
    assert word in page_texts(cms.archive(letter, DAY))[0]


@pytest.mark.parametrize("word", ["{{7*7}}", '#import "x" $x$', "<b>", "**b**", "[a](b)", "\\u{1}"])
def test_markup_in_a_value_is_on_the_page_as_it_is(word: str, cms: Typesetter) -> None:
    to = replace(RECIPIENT, name=word)
    letter = letter_of(template_of("Dear {{ word }}!", "word"), word=word, recipient=to)
    text = page_texts(cms.archive(letter, DAY))[0]
    assert f"Dear {word}!" in text
    assert f"\n{word}\n" in text


def test_a_character_without_a_glyph_stops_the_letter_and_is_named(cms: Typesetter) -> None:
    letter = letter_of(template_of("Hi {{ word }}", "word"), word="ok \U0001f600")
    with pytest.raises(LetterFault, match=r"U\+1F600") as fault:
        cms.archive(letter, DAY)
    assert fault.value.code == "missing_character"


def test_an_address_that_cannot_fit_the_window_stops_the_letter(cms: Typesetter) -> None:
    to = Recipient(LONG_NAME, SEVEN_LINES * 2)
    with pytest.raises(LetterFault) as fault:
        cms.archive(letter_of(template_of("Hi"), recipient=to), DAY)
    assert fault.value.code == "address_window"
    assert "Example" not in str(fault.value)


def test_a_letter_made_for_another_layout_is_refused(cms: Typesetter) -> None:
    letter = replace(letter_of(template_of("Hi")), layout_version="older")
    with pytest.raises(LetterFault, match="draft it again"):
        cms.archive(letter, DAY)


def test_nothing_of_a_letter_stays_in_the_work_folder(tmp_path: Path) -> None:
    with Typesetter(FOLDER / "cms", tmp_path) as typesetter:
        typesetter.archive(letter_of(template_of("Hi")), DAY)
        left = {file.name for file in tmp_path.rglob("*") if file.is_file()}
        assert left == {"main.typ", "letter.typ", "letterhead.typ"}
    assert list(tmp_path.iterdir()) == []


MM = 100 / 25.4  # pixels a millimetre in a picture of 100 dpi
WINDOWS = {  # left, top, right, bottom in mm: seen through the window however the sheet has slipped
    "cms": (20.0, 53.0, 103.0, 81.0),
    "ors": (0.875 * 25.4, 2.5 * 25.4, 4.375 * 25.4, 3.375 * 25.4),
}
SLIPS = {"cms": (10.0, 11.0), "ors": (25.4, 0.25 * 25.4)}  # mm sideways and down
FULL = {"cms": (20.0, 53.0, 113.0, 92.0), "ors": (22.2, 63.5, 136.5, 92.1)}  # the whole opening


def box(area: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(edge * MM) for edge in area)
    return left, top, right, bottom


@pytest.mark.parametrize("agency", ["cms", "ors"])
def test_nothing_is_printed_in_the_margins(agency: str, cms: Typesetter, ors: Typesetter) -> None:
    typesetter = cms if agency == "cms" else ors
    office = letterhead_office(own_pack(agency))
    template = next(one for one in SHIPPED if one.agency == agency)
    letter = replace(letter_of(template), office=LetterOffice(office.name, str(office.telephone)))
    page = picture(typesetter.archive(letter, DAY)).point(lambda grey: 255 * (grey < 160))
    margin = 22 if agency == "cms" else 25.4
    used = page.getbbox()
    assert used is not None
    assert used[0] >= (margin - 0.5) * MM
    assert used[2] <= page.width - (margin - 0.5) * MM


@pytest.mark.parametrize("agency", ["cms", "ors"])
@pytest.mark.parametrize(
    "to", [RECIPIENT, UTAH, Recipient(LONG_NAME, SEVEN_LINES[1:5]), Recipient("A", SEVEN_LINES)]
)
def test_the_address_and_nothing_else_shows_in_the_window(
    agency: str, to: Recipient, cms: Typesetter, ors: Typesetter
) -> None:
    typesetter = cms if agency == "cms" else ors
    letter = letter_of(template_of("Hi", agency=agency), recipient=to)
    page = picture(typesetter.archive(letter, DAY)).point(lambda grey: 255 * (grey < 160))
    sideways, down = SLIPS[agency]
    left, top, right, bottom = FULL[agency]
    around = page.crop(box((left - sideways, top - down, right, bottom))).getbbox()
    window = page.crop(box(WINDOWS[agency])).getbbox()
    assert around is not None
    assert window is not None
    assert (around[2] - around[0], around[3] - around[1]) == (
        window[2] - window[0],
        window[3] - window[1],
    )


def test_a_long_letter_numbers_its_pages_and_keeps_its_closing_together(cms: Typesetter) -> None:
    rows = [f"Month {number}" for number in range(1, 27)]
    letter = letter_of(template_of(LONG, "word", "rows"), word="x", rows=rows)
    pages = page_texts(cms.archive(letter, date(2026, 1, 2)))
    assert len(pages) == 2
    assert "Page 1 of 2" in pages[0]
    assert "Page 2 of 2" in pages[1]
    assert "Month 26" in pages[0] + pages[1]
    assert "Yours sincerely\nThe team" in pages[1].replace("\n\n", "\n")


def test_an_archive_copy_has_an_empty_mark_strip(cms: Typesetter) -> None:
    assert mark_texts(cms.archive(letter_of(SHIPPED[0]), DAY)) == [""]
