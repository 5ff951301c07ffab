"""Documents of office programs, pages of HTML, tables, zips."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from odf.opendocument import OpenDocumentText
from odf.text import P, S

from mailroom.reading.content import read_content
from tests.reading.making import message, reading_of, zipped

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(body: str) -> bytes:
    xml = f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    return zipped({"word/document.xml": xml.encode()})


def test_a_word_document_with_header_and_table() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Head"
    document.add_paragraph("Dear Sir")
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "May", "100"
    stream = io.BytesIO()
    document.save(stream)
    assert reading_of(stream.getvalue()).text.split("\n") == ["Head", "Dear Sir", "May\t100"]


def test_deleted_words_and_field_codes_are_left_out() -> None:
    text = reading_of(
        word(
            "<w:p><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
            "<w:r><w:instrText>HYPERLINK</w:instrText></w:r></w:p>"
        )
    ).text
    assert text == "kept"


def test_an_open_document() -> None:
    document = OpenDocumentText()
    paragraph = P(text="Dear Sir,")
    paragraph.addElement(S(c=2))
    paragraph.addText("hello")
    document.text.addElement(paragraph)
    stream = io.BytesIO()
    document.write(stream)
    assert reading_of(stream.getvalue()).text == "Dear Sir,  hello"


def test_rich_text() -> None:
    content = rb"{\rtf1\ansi\ansicpg1252 {\b Gr\'fc\'dfe}\par from {\i me}}"
    assert reading_of(content).text == "Grüße\nfrom me"


def test_plain_text_and_tables_are_taken_as_they_are() -> None:
    assert reading_of("name;sum\nMüller;3".encode("cp1252"), "a.csv").text == "name;sum\nMüller;3"
    assert reading_of("\ufeffhi".encode("utf-16-le"), "a.txt").text == "hi"


def test_a_page_deeper_than_any_person_writes_is_read_quickly() -> None:
    assert reading_of(b"<html><body>" + b"<div>" * 100_000 + b"words").text == "words"


def test_each_member_of_a_zip_is_an_item() -> None:
    result = read_content(zipped({"a.txt": b"one", "b.eml": message("two").as_bytes()}), "a.zip")
    assert [item.text.strip() for item in result.items] == ["one", "two"]


def test_a_zip_of_nothing_readable_says_so_for_each_member() -> None:
    result = read_content(zipped({"a.bin": bytes(range(32)) * 9}), "a.zip")
    assert result.reason_code == "no_reader"
    assert len(result.notes) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (zipped({"word/document.xml": b" " * 60_000_000}), "unpacks_too_large"),
        (word("<w:p>" * 300 + "</w:p>" * 300), "nested_too_deep"),
        (zipped({"word/document.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "damaged"),
        (zipped({"word/document.xml": b"<a>"}), "damaged"),
        (b"PK\x03\x04 no zip", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "damaged"),
        (b"\x00\x01\x02\x03" * 99, "no_reader"),
        (b" \n", "empty"),
    ],
)
def test_what_cannot_be_read_has_a_reason(content: bytes, code: str) -> None:
    result = read_content(content, "file.dat")
    assert result.reason_code == code
    assert result.reason
    assert result.items == ()


def test_a_zip_in_a_zip_in_a_zip_ends() -> None:
    content = b"hello"
    for _ in range(6):
        content = zipped({"inner.zip" if content[:2] == b"PK" else "a.txt": content})
    assert read_content(content, "a.zip").quarantined


def test_members_of_one_name_are_all_read() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("scan.txt", b"one")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("scan.txt", b"two")
    result = read_content(stream.getvalue(), "a.zip")
    assert [item.text for item in result.items] == ["one", "two"]
