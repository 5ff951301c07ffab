"""Messages saved by Outlook, and locked office files."""

from __future__ import annotations

import struct

from mailroom.reading.content import read_content
from mailroom.records.reading import Mailbox
from tests.reading.compound import compound
from tests.reading.making import reading_of

_DAY_TICKS = 24 * 3600 * 10_000_000


def properties(reserved: int, **values: int) -> bytes:
    fixed = (struct.pack("<HHIQ", 0x0040, int(k[1:], 16), 6, v) for k, v in values.items())
    return b"\x00" * reserved + b"".join(fixed)


def saved_message(**more: bytes) -> bytes:
    def text(words: str) -> bytes:
        return words.encode("utf-16-le")

    streams = {
        "__properties_version1.0": properties(32, p0039=152_547 * _DAY_TICKS),
        "__substg1.0_0037001F": text("My case – ✔"),
        "__substg1.0_0C1A001F": text("Alex Example"),
        "__substg1.0_0C1F001E": b"alex@example.com",
        "__substg1.0_1000001F": text("Please call me.\r\n-----Original Message-----\r\nold"),
        "__substg1.0_1035001F": text("<7@example.com>"),
        "__recip_version1.0_#00000000/__properties_version1.0": properties(8, p0C15=1),
        "__recip_version1.0_#00000000/__substg1.0_3001001F": text("Office"),
        "__recip_version1.0_#00000000/__substg1.0_39FE001F": text("office@agency.example"),
        "__attach_version1.0_#00000000/__substg1.0_3707001F": text("note.txt"),
        "__attach_version1.0_#00000000/__substg1.0_37010102": b"words of the note",
    }
    return compound(streams | more)


def test_a_message_saved_by_outlook() -> None:
    reading = reading_of(saved_message(), "a.msg")
    mail = reading.mail
    assert mail is not None
    assert (mail.subject, mail.from_name, mail.from_email) == (
        "My case – ✔",
        "Alex Example",
        "alex@example.com",
    )
    assert mail.message_id == "7@example.com"
    assert mail.to == (Mailbox("Office", "office@agency.example"),)
    assert mail.cc == ()
    assert mail.date_utc is not None
    assert mail.date_utc.isoformat() == "2018-08-30T00:00:00+00:00"
    assert (mail.new_text, mail.quoted_text.splitlines()[-1]) == ("Please call me.", "old")
    (attachment,) = mail.attachments
    assert (attachment.name, attachment.bytes, attachment.text) == (
        "note.txt",
        17,
        "words of the note",
    )


def test_an_office_file_with_a_password_says_so() -> None:
    result = read_content(compound({"EncryptedPackage": b"x" * 99}), "a.docx")
    assert result.reason_code == "encrypted"


def test_a_compound_file_of_another_program_has_no_reader() -> None:
    assert read_content(compound({"Workbook": b"x" * 99}), "a.xls").reason_code == "no_reader"


def test_a_word_document_cut_short_is_damaged() -> None:
    result = read_content(compound({"WordDocument": b"\xec\xa5" + b"\x00" * 40}), "a.doc")
    assert result.reason_code == "damaged"
