"""From the file to the decision: what nobody looked at reaches a person, or is said."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import Row

from mailroom.records.mail import ItemStatus
from mailroom.records.reading import Page, PageMethod, Reading, ReadResult
from mailroom.steps import collect_mail, process_mail
from mailroom.steps.stages.readings import save_readings
from mailroom.store import tables
from mailroom.store.database import Database
from tests.houses import MOMENT, add, add_item, ask
from tests.intake.making import put, sources_yaml

STATEMENT = "Please send us an employer statement for the last quarter. ERN 121 555 666 777."


@pytest.fixture
def inbox(house: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    entry = {"name": "mail", "channel": "email", "kind": "folder", "path": "mail"}
    monkeypatch.setenv("MAILROOM_SOURCES", str(sources_yaml(tmp_path / "sources.yaml", entry)))
    monkeypatch.setenv("MAILROOM_MAIL", str(tmp_path))
    with house.transaction() as connection:
        add(connection, tables.employers, agency="cms", employer_ref="121555666777", name="Works",
            fax_preferred=False, voicemail_authorised=False, language="en",
            schedule_by="paper")  # fmt: skip
    return tmp_path / "mail"


def mail(text: str, *files: bytes) -> bytes:
    made = EmailMessage()
    made["From"] = "pay@works.example"
    made["Subject"] = "Hello"
    made.set_content(text)
    for content in files:
        made.add_attachment(content, maintype="application", subtype="pdf", filename="a.pdf")
    return made.as_bytes()


def judged(database: Database) -> Row:
    """What becomes of the one item there is."""
    process_mail.identify(0, MOMENT)
    process_mail.classify(0, MOMENT)
    process_mail.open_requests(0, MOMENT)
    (row,) = ask(database, "SELECT status, reason_code, reason FROM items")
    return row


def taken(inbox: Path, content: bytes) -> None:
    put(inbox / "a.eml", content)
    collect_mail.collect("mail", MOMENT)
    process_mail.read(0, MOMENT)


@pytest.mark.parametrize("text", ["See attached, thank you for your help.", "", STATEMENT])
def test_a_mail_whose_attachment_no_reader_could_open_goes_to_a_person(
    house: Database, inbox: Path, text: str
) -> None:
    taken(inbox, mail(text, b"%PDF-1.7 broken"))
    row = judged(house)
    assert (row.status, row.reason_code) == (ItemStatus.TRIAGE, "not_read")
    assert "not read: attachment 1 (the file is damaged and no reader could open it)" in row.reason


def test_a_sender_in_doubt_is_told_beside_what_was_not_read(house: Database, inbox: Path) -> None:
    taken(inbox, b"From: other@works.example\n" + mail(STATEMENT, b"%PDF-1.7 broken"))
    row = judged(house)
    assert (row.status, row.reason_code) == (ItemStatus.TRIAGE, "sender_conflict")
    assert row.reason.startswith("Two register entries, or the headers of the message, claim")
    assert "not read: attachment 1" in row.reason


def test_a_request_beside_a_page_that_was_not_read_is_opened_and_says_so(
    house: Database, inbox: Path
) -> None:
    with house.transaction() as connection:
        item_id = add_item(connection, "a", status=ItemStatus.RECEIVED)
        pages = (Page(STATEMENT, PageMethod.OCR, 0.9), Page("", PageMethod.NONE))
        reading = Reading(STATEMENT, pages, notes=("page 2 is damaged",))
        save_readings(connection, {item_id: ReadResult(items=(reading,))})
    assert judged(house).status == ItemStatus.OPENED
    (told,) = ask(house, "SELECT words FROM narratives WHERE event = 'service_request_opened'")
    assert told.words.endswith("Look at the original: not read: the document (page 2 is damaged).")


def test_a_logo_is_no_reason_to_ask_a_person(house: Database, inbox: Path) -> None:
    made = EmailMessage()
    made["From"] = "pay@works.example"
    made.set_content("Thank you for your help.")
    made.add_attachment(b"\x89PNG" + b"0" * 99, maintype="image", subtype="png", filename="a.png")
    taken(inbox, made.as_bytes())
    assert judged(house).status == ItemStatus.NO_REQUEST


def test_a_message_that_names_several_authors_is_tied_to_nobody(
    house: Database, inbox: Path
) -> None:
    taken(inbox, b"From: other@works.example\n" + mail(STATEMENT))
    assert judged(house).status == ItemStatus.TRIAGE
    (sender,) = ask(house, "SELECT * FROM senders")
    assert (sender.employer_id, sender.person_id, sender.conflict) == (None, None, True)
    assert {"kind": "several_from", "where": "sender", "found": 0} in sender.evidence
