"""What is read of an email."""

from __future__ import annotations

import hashlib
import random
from datetime import UTC, datetime

import cv2
import pytest
from PIL import Image

from mailroom.reading.content import read_content
from mailroom.reading.reasons import WORDS
from mailroom.records.reading import Mailbox
from tests.reading.making import (
    mail_of,
    message,
    page,
    pdf_with_text,
    reading_of,
    saved,
    zipped,
)


def test_headers_are_decoded() -> None:
    made = message(Subject="Größe – ✔", From="Jörg Müller <jm@example.com>")
    mail = mail_of(made.as_bytes())
    assert (mail.subject, mail.from_name, mail.from_email) == (
        "Größe – ✔",
        "Jörg Müller",
        "jm@example.com",
    )
    assert mail.message_id == "1@example.com"
    assert mail.date_utc == datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def test_groups_comments_and_quoted_commas_in_addresses() -> None:
    raw = (
        b'From: x@example.com\nTo: Team: "Doe, Jane" <jane@example.com>, bob@example.com (Bob);,'
        b" <c@example.com>\n\nhi"
    )
    assert mail_of(raw).to == (
        Mailbox("Doe, Jane", "jane@example.com"),
        Mailbox("Bob", "bob@example.com"),
        Mailbox(None, "c@example.com"),
    )


def test_the_plain_alternative_is_preferred() -> None:
    made = message("Plain words")
    made.add_alternative("<p>Marked-up words</p>", subtype="html")
    assert reading_of(made.as_bytes(), "a.eml").text.strip() == "Plain words"


def test_html_alone_becomes_text_without_scripts() -> None:
    made = message()
    made.set_content("<style>p{}</style><p>One<br>two</p><script>bad()</script>", subtype="html")
    assert reading_of(made.as_bytes(), "a.eml").text == "One\ntwo"


def test_flowed_lines_are_joined_and_quoted_ones_kept_apart() -> None:
    raw = (
        b"From: a@example.com\nSubject: s\nContent-Type: text/plain; format=flowed\n\n"
        b"a line that \ngoes on\n> what was \n> said\n"
    )
    mail = mail_of(raw)
    assert mail.new_text == "a line that goes on"
    assert mail.quoted_text == "> what was said"


@pytest.mark.parametrize(
    ("charset", "content"),
    [
        ("utf-8", "naïve".encode()),
        ("us-ascii", "naïve".encode("cp1252")),
        ("no-such-charset", "naïve".encode()),
        ("punycode", "naïve".encode()),
    ],
)
def test_a_wrong_charset_is_made_good(charset: str, content: bytes) -> None:
    head = f"From: a@example.com\nSubject: s\nContent-Type: text/plain; charset={charset}\n\n"
    text = reading_of(head.encode() + content, "a.eml").text
    assert text == "naïve"


def test_nul_and_lone_surrogates_are_gone() -> None:
    raw = (
        b"From: a@example.com\nSubject: s\nContent-Type: text/plain; charset=utf-7\n\na\x00b+2AA-c"
    )
    text = reading_of(raw, "a.eml").text
    assert "\x00" not in text
    assert text.encode("utf-8")


def test_attachments_are_listed_and_read() -> None:
    made = message()
    content = pdf_with_text("Statement of March, with enough words to be no stamp on a scan.")
    made.add_attachment(content, maintype="application", subtype="pdf", filename="Übersicht.pdf")
    (attachment,) = mail_of(made.as_bytes()).attachments
    assert (attachment.name, attachment.bytes) == ("Übersicht.pdf", len(content))
    assert attachment.sha256 == hashlib.sha256(content).hexdigest()
    assert "Statement of March" in attachment.text
    assert len(attachment.pages) == 1


def test_an_attachment_that_cannot_be_read_says_why() -> None:
    made = message()
    made.add_attachment(b"%PDF-1.7 broken", maintype="application", subtype="pdf", filename="a.pdf")
    (attachment,) = mail_of(made.as_bytes()).attachments
    assert attachment.text == ""
    assert attachment.reason is not None
    assert "damaged" in attachment.reason


def test_an_encrypted_zip_is_flagged() -> None:
    content = bytearray(zipped({"a.txt": b"secret"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    made = message()
    made.add_attachment(bytes(content), maintype="application", subtype="zip", filename="a.zip")
    assert mail_of(made.as_bytes()).attachments[0].encrypted


def test_a_forwarded_message_is_an_attachment_and_speaks_for_an_empty_mail() -> None:
    outer = message("")
    outer.add_attachment(message("The original words", Subject="Inner"))
    reading = reading_of(outer.as_bytes(), "a.eml")
    assert reading.mail is not None
    assert reading.mail.subject == "My case"
    assert "The original words" in reading.mail.attachments[0].text
    assert "The original words" in reading.text


def test_a_lost_boundary_is_guessed() -> None:
    raw = (
        b'From: a@example.com\nContent-Type: multipart/mixed; boundary="wrong"\n\n'
        b"--right\nContent-Type: text/plain\n\nhello\n--right--\n"
    )
    assert reading_of(raw, "a.eml").text == "hello"


def test_only_our_own_topmost_server_is_believed() -> None:
    ours = b"Authentication-Results: mx.agency.example; dkim=pass\n"
    forged = b"Authentication-Results: evil.example; dkim=pass\n"
    rest = b"From: a@example.com\nSubject: s\n\nhi"

    def verdict(head: bytes, own_server: str | None) -> str | None:
        mail = read_content(head + rest, "a.eml", own_server=own_server).items[0].mail
        assert mail is not None
        return mail.authentication

    assert verdict(ours + forged, "mx.agency.example") == "mx.agency.example; dkim=pass"
    assert verdict(forged + ours, "mx.agency.example") is None
    assert verdict(ours, None) is None


def test_too_many_parts_and_too_deep_nesting_are_quarantined() -> None:
    wide = b"From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 600
    assert read_content(wide, "a.eml").reason_code == "too_many_parts"
    deep = b"From: a@x.example\n"
    for level in range(30):
        deep += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
    assert read_content(deep + b"\nx", "a.eml").reason_code == "nested_too_deep"


def test_headers_beyond_64_kib_are_dropped() -> None:
    raw = b"From: a@x.example\n" + b"X-Filler: y\n" * 10_000 + b"Subject: late\n\nbody"
    reading = reading_of(raw, "a.eml")
    assert reading.text == "body"
    assert reading.mail is not None
    assert reading.mail.subject is None


def test_each_message_of_a_mailbox_is_an_item() -> None:
    one = b"From a@x.example Fri Nov 20 10:00:00 2026\nSubject: %s\n\nFrom here on\n\n"
    result = read_content(one % b"1" + one % b"2" + one % b"3", "inbox")
    assert [item.mail.subject for item in result.items if item.mail] == ["1", "2", "3"]
    assert "From here on" in result.items[0].text


def test_files_written_into_the_text_are_attachments() -> None:
    raw = b"From: a@x.example\nSubject: s\n\nSee below\nbegin 644 note.txt\n%:&5L;&\\\n`\nend\n"
    reading = reading_of(raw, "a.eml")
    assert reading.text.strip() == "See below"
    assert reading.mail is not None
    assert [(a.name, a.bytes) for a in reading.mail.attachments] == [("note.txt", 5)]


def test_a_letter_attached_to_a_message_passed_on_is_read() -> None:
    inner = message("See the letter", Subject="Inner")
    inner.add_attachment(b"We wish to complain", maintype="text", subtype="csv", filename="a.csv")
    outer = message("Please deal with this")
    outer.add_attachment(inner)
    (attachment,) = mail_of(outer.as_bytes()).attachments
    assert attachment.text.splitlines()[0] == "See the letter"
    assert attachment.text.splitlines()[-1] == "We wish to complain"


def test_an_attached_fax_is_read_however_few_bytes_it_takes() -> None:
    content = saved(page().convert("1"), "TIFF", compression="group4", dpi=(200, 200))
    assert len(content) < 15_000
    made = message()
    made.add_attachment(content, maintype="image", subtype="tiff", filename="fax.tif")
    (attachment,) = mail_of(made.as_bytes()).attachments
    assert "Please send me a statement" in attachment.text


def test_an_attachment_that_breaks_its_reader_does_not_take_the_mail_with_it() -> None:
    sliver = saved(Image.effect_noise((1, 40_000), 90), "PNG")
    assert len(sliver) > 15_000
    with pytest.raises(cv2.error):
        read_content(sliver, "sliver.png")
    made = message("Please call me.")
    made.add_attachment(sliver, maintype="image", subtype="png", filename="sliver.png")
    reading = reading_of(made.as_bytes(), "a.eml")
    assert reading.text.strip() == "Please call me."
    assert reading.mail is not None
    assert reading.mail.attachments[0].reason == WORDS["reader_crashed"]


@pytest.mark.parametrize("name", ["a.eml", "a.msg", "a.html"])
def test_a_name_makes_no_text_of_a_damaged_file(name: str) -> None:
    assert read_content(random.Random(1).randbytes(4096), name).reason_code == "no_reader"


@pytest.mark.parametrize(
    ("header", "email"),
    [
        (b"jo@example.com", "jo@example.com"),
        (b"jo @ example.com", "jo@example.com"),
        (b"Jo Doe jo@example.com", "jo@example.com"),
        (b"jo@example.com bob@example.com", "jo@example.com"),
        (b'"Jo Doe" jo@example.com', "jo@example.com"),
        (b'"jo doe"@example.com', None),
    ],
)
def test_an_address_without_brackets_is_never_glued_together(
    header: bytes, email: str | None
) -> None:
    assert mail_of(b"From: " + header + b"\nSubject: s\n\nhi").from_email == email


@pytest.mark.parametrize(
    "headers",
    [
        b"From: Pat <pat@a.test>\nFrom: Sam <sam@b.test>",
        b"From: Pat <pat@a.test>, Sam <sam@b.test>",
    ],
)
def test_a_message_that_names_several_authors_says_so(headers: bytes) -> None:
    mail = mail_of(headers + b"\nSubject: x\n\nhi")
    assert mail.several_from
    assert mail.from_email == "pat@a.test"


@pytest.mark.parametrize("line", [b"Doe, Pat <pat@a.test>", b"pat@a.test", b"P <p@a.test> (Pat)"])
def test_a_message_of_one_author_does_not(line: bytes) -> None:
    assert not mail_of(b"From: " + line + b"\nSubject: x\n\nhi").several_from
