"""Faxes, scans and photographs."""

from __future__ import annotations

import struct
import time

import pytest
from PIL import Image

from mailroom.reading import budget, image
from mailroom.reading.content import read_content
from mailroom.records.reading import PageMethod
from tests.reading.making import page, reading_of, saved


@pytest.mark.parametrize("compression", ["group3", "group4"])
def test_each_page_of_a_fax_is_read(compression: str) -> None:
    pages = [page(("First page of the fax",)), page(("Second page of the fax",))]
    black_and_white = [each.convert("1") for each in pages]
    content = saved(
        black_and_white[0],
        "TIFF",
        save_all=True,
        append_images=black_and_white[1:],
        compression=compression,
        dpi=(204, 196),
    )
    reading = reading_of(content, "fax.tif")
    assert [each.method for each in reading.pages] == [PageMethod.OCR, PageMethod.OCR]
    assert "First page" in reading.pages[0].text
    assert "Second page" in reading.pages[1].text
    assert all((each.confidence or 0) > 0.8 for each in reading.pages)


def test_a_standard_fax_gets_square_pixels() -> None:
    drawn = page()
    squeezed = drawn.resize((drawn.width, drawn.height * 98 // 204)).convert("1")
    content = saved(squeezed, "TIFF", compression="group4", dpi=(204, 98))
    assert "Please send me a statement" in reading_of(content).text


def test_the_orientation_tag_is_obeyed() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    content = saved(page().rotate(90, expand=True), "JPEG", exif=exif)
    assert "Please send me a statement" in reading_of(content).text


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_scanned_the_wrong_way_up_is_turned(degrees: int) -> None:
    lines = tuple(f"Line {n} of a letter about my payments in March" for n in range(10))
    content = saved(page(lines).rotate(degrees, expand=True), "PNG")
    assert "letter about my payments" in reading_of(content).text


def test_a_skewed_page_is_levelled() -> None:
    content = saved(page().rotate(3, fillcolor=255), "PNG")
    assert "Please send me a statement" in reading_of(content).text


def test_a_blank_page_is_read_and_empty() -> None:
    reading = reading_of(saved(Image.new("1", (800, 1000), 1), "TIFF"))
    assert reading.text == ""
    assert [each.method for each in reading.pages] == [PageMethod.OCR]


def test_transparency_is_paper() -> None:
    picture = page().convert("RGBA")
    picture.putalpha(page().point(lambda level: 255 - level))
    assert "statement" in reading_of(saved(picture, "PNG")).text


def test_more_than_60_megapixels_are_refused() -> None:
    content = saved(Image.new("1", (20_000, 20_000), 1), "TIFF", compression="group4")
    assert len(content) < 200_000
    assert read_content(content, "bomb.tif").reason_code == "image_too_large"


def test_more_than_200_pages_are_refused() -> None:
    small = Image.new("1", (8, 8), 1)
    content = saved(small, "TIFF", save_all=True, append_images=[small] * 200)
    assert read_content(content, "long.tif").reason_code == "too_many_pages"


def test_more_than_200_pages_are_counted_before_any_is_read() -> None:
    sheet = page().convert("1")
    content = saved(sheet, "TIFF", compression="group4", save_all=True, append_images=[sheet] * 200)
    started = time.process_time()
    assert read_content(content, "long.tif").reason_code == "too_many_pages"
    assert time.process_time() - started < 5


def test_a_loop_of_directories_ends() -> None:
    content = bytearray(saved(Image.new("L", (64, 64), 255), "TIFF"))
    start = struct.unpack_from("<I", content, 4)[0]
    entries = struct.unpack_from("<H", content, start)[0]
    struct.pack_into("<I", content, start + 2 + 12 * entries, start)
    result = read_content(bytes(content), "loop.tif")
    assert len(result.items[0].pages) == 1


def test_a_fax_cut_off_in_transmission_is_read_as_far_as_it_goes() -> None:
    content = saved(page(), "PNG")
    result = read_content(content[: len(content) - 600], "a.png")
    assert "Dear Sir" in result.items[0].text
    assert result.notes == ("frame 1 is cut off or damaged",)


def test_damage_is_said() -> None:
    content = saved(page(), "PNG")
    assert read_content(content[:60], "a.png").reason_code == "image_damaged"
    assert read_content(b"II*\x00" + b"\xff" * 40, "a.tif").quarantined


def test_pages_beyond_the_time_for_ocr_are_pages_nobody_looked_at() -> None:
    budget.begin(0)
    result = image.read(saved(page(), "TIFF", save_all=True, append_images=[page()]))
    budget.begin()
    assert [each.method for each in result.items[0].pages] == [PageMethod.NONE] * 2
    assert len(result.notes) == 2
    assert result.reason_code == "timed_out"
