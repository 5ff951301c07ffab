"""`mailroom explain` says why, from a file alone, and stores nothing."""

from __future__ import annotations

import os
import re
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailroom.cli import main
from mailroom.records.mail import LARGEST_READ
from mailroom.records.reading import Attachment, Mail, Reading
from mailroom.steps.stages import readings
from tests.cli.explaining import CMS, COMPLAINT, FRIDAY, ORS, Explain, mail
from tests.intake.making import call_log

pytestmark = pytest.mark.usefixtures("var")


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["explain", *words]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    return said.err


def test_the_words_that_decided_are_marked_in_their_context(
    tmp_path: Path, explain: Explain
) -> None:
    said = explain(mail(tmp_path), *CMS)
    assert "verdict classified" in said
    assert "We wish to >>complain<< about the service." in said
    assert "Employer / Complaints / Resolution" in said


def test_a_decision_cites_its_paragraph_and_the_reading_of_what_is_unclear(
    tmp_path: Path, explain: Explain
) -> None:
    said = explain(mail(tmp_path), *CMS)
    assert "rests on dwp-emc, Potential contact reasons, Capture employer complaint: " in said
    assert "Resolution Or Review" in said
    assert "a complaint that does not show which goes to a person" in said


def test_a_number_that_is_stated_says_who_wrote(tmp_path: Path, explain: Explain) -> None:
    said = explain(mail(tmp_path), *CMS)
    assert "ern 121555666777 (in text)" in said
    assert "email pay@works.example (the sender's address); ties to an entry" in said
    assert "capacity employer: as if the registers held the numbers above" in said


def test_what_nobody_looked_at_is_said_and_a_person_looks(tmp_path: Path, explain: Explain) -> None:
    made = EmailMessage()
    made.set_content("See attached, thank you for your help.")
    made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="a.pdf")
    path = tmp_path / "thanks.eml"
    path.write_bytes(made.as_bytes())
    said = explain(str(path), *CMS)
    why = "attachment 1 (the file is damaged and no reader could open it)"
    assert f"not read {why}" in said
    assert f"verdict triage: not read: {why}" in said


def test_a_message_that_names_several_authors_is_nobodys(tmp_path: Path, explain: Explain) -> None:
    path = Path(mail(tmp_path))
    path.write_bytes(b"From: other@works.example\n" + path.read_bytes())
    said = explain(str(path), *CMS)
    assert "The message names several authors: nobody is taken for its sender." in said
    assert "capacity unknown" in said


def test_a_file_too_large_to_be_read_is_said_to_be(tmp_path: Path, explain: Explain) -> None:
    path = tmp_path / "scan.pdf"
    with path.open("wb") as file:
        file.truncate(LARGEST_READ + 1)
    said = explain(str(path), "--agency", "cms")
    assert "quarantined (too_large): the file is larger than 100 MiB" in said


def test_a_national_number_is_never_repeated_in_full(tmp_path: Path, explain: Explain) -> None:
    path = mail(tmp_path, "Call me back, please, SSN 123-45-6789.\nAgain: 123456789\n")
    said = explain(path, *ORS)
    assert "ssn …6789 (in text)" in said
    assert "please, SSN •••••••6789." in said
    assert "12345" not in said
    assert "123-45" not in said


def test_two_employers_in_one_mail_go_to_a_person(tmp_path: Path, explain: Explain) -> None:
    text = f"{COMPLAINT}And for employer reference 121 555 666 888 as well.\n"
    said = explain(mail(tmp_path, text), *CMS)
    assert "Numbers of two entries of a register are stated." in said
    assert "Nothing is opened until a person decides." in said


def test_who_wrote_can_be_said(tmp_path: Path, explain: Explain) -> None:
    path = mail(tmp_path, "We wish to complain about the service.\n")
    words = (path, *CMS)
    unknown = explain(*words)
    known = explain(*words, "--capacity", "employer")
    assert "capacity unknown: no number in it says so" in unknown
    assert "verdict triage" in unknown
    assert "capacity employer: said with --capacity" in known
    assert "verdict classified" in known


def test_due_times_are_counted_from_the_moment_of_receipt_in_the_agencys_zone(
    tmp_path: Path, explain: Explain
) -> None:
    path = mail(tmp_path, "I want to file a complaint about my caseworker.\n")
    said = explain(path, "--agency", "ors", "--received", "2026-11-20T23:05:00+00:00")
    assert "received Fri 20 Nov 2026 16:05 MST" in said
    assert "by the rule Mon 23 Nov 2026 17:00 MST promised nothing" in said
    assert "when late at once: Senior agent, Team manager" in said


def test_without_a_moment_the_files_own_time_counts(tmp_path: Path, explain: Explain) -> None:
    path = mail(tmp_path)
    os.utime(path, (1795190400, 1795190400))
    assert "received Fri 20 Nov 2026 16:00 GMT" in explain(path, "--agency", "cms")


def test_mail_that_asks_for_nothing_opens_nothing(tmp_path: Path, explain: Explain) -> None:
    path = tmp_path / "note.txt"
    path.write_text("Thank you, all sorted.", encoding="utf-8")
    said = explain(str(path), *CMS)
    assert "verdict no_request: thanks or confirms, and asks for nothing" in said
    assert "No service request is opened" in said


def test_what_must_not_wait_says_who_is_told(tmp_path: Path, explain: Explain) -> None:
    path = tmp_path / "threat.txt"
    path.write_text("Someone is going to bring a gun to your office.", encoding="utf-8")
    said = explain(str(path), *ORS)
    assert re.search(r"URGENT .* is told at once \(cs-004p, Demanding Caller Procedures", said)


def test_a_file_nobody_can_read_is_said_to_be_quarantined(tmp_path: Path, explain: Explain) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.4")
    said = explain(str(path), "--agency", "cms")
    assert "nothing quarantined (" in said
    assert "WHAT WOULD HAPPEN" not in said


def test_a_file_below_a_source_has_its_agency_channel_and_moment(
    var: Path, explain: Explain
) -> None:
    queue = var / "mail" / "ors" / "telephone"
    queue.mkdir(parents=True)
    log = queue / "calls.csv"
    row = "7,2026-11-20 16:05,801-555-0101,A Caller,,main,please call me back,2026-11-21 12:00"
    log.write_text(call_log(row), encoding="utf-8")
    said = explain(str(log))
    assert "agency ors (source ors-telephone of sources.yaml)" in said
    assert "ITEM 1: telephone, received Fri 20 Nov 2026 16:05 MST" in said
    assert "promised Sat 21 Nov 2026 12:00 MST so due Sat 21 Nov 2026 12:00 MST" in said


def test_a_call_owes_a_call_whatever_it_is_about(tmp_path: Path, explain: Explain) -> None:
    log = tmp_path / "calls.csv"
    note = "I moved and need to update my address on my child support case"
    log.write_text(call_log(f"1,2026-11-20 16:05,,,,,{note},"), encoding="utf-8")
    words = (str(log), "--agency", "ors", "--capacity", "receiving_parent")
    said = explain(*words, "--channel", "telephone")
    assert "(case_information_update)" in said
    assert said.count("owed callback: ") == 1
    assert "owed" not in explain(*words, "--channel", "letter", "--received", FRIDAY)


def test_a_row_that_is_no_call_does_not_hide_the_next(tmp_path: Path, explain: Explain) -> None:
    log = tmp_path / "calls.csv"
    rows = ("1,never,,,,,x,", "2,2026-11-20 16:05,,,,,please call me back,")
    log.write_text(call_log(*rows), encoding="utf-8")
    said = explain(str(log), "--agency", "ors", "--channel", "telephone")
    assert "quarantined (bad_call_row)" in said
    assert "ITEM 2: telephone, received Fri 20 Nov 2026 16:05 MST" in said


def test_a_long_file_says_how_much_is_left(tmp_path: Path, explain: Explain) -> None:
    log = tmp_path / "calls.csv"
    rows = [f"{number},2026-11-20 16:05,,,,,please call me back," for number in range(3)]
    log.write_text(call_log(*rows), encoding="utf-8")
    words = (str(log), "--agency", "ors", "--channel", "telephone", "--most", "1")
    assert "This file holds 2 more" in explain(*words)


def test_nothing_in_a_file_commands_the_terminal_or_runs_over_its_edge(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f"We wish to complain \x1b[2J\u202eabout it. {'x' * 300}\n"
    assert main(["explain", mail(tmp_path, text), *CMS]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(line.isprintable() for line in lines)
    assert max(map(len, lines[1:])) <= 100


def test_nothing_is_moved_and_nothing_is_stored(var: Path, explain: Explain) -> None:
    inbox = var / "mail" / "cms" / "email" / "new"
    inbox.mkdir(parents=True)
    path = mail(inbox, name="1795190400.1.host")
    before = sorted(var.rglob("*"))
    explain(path)
    assert sorted(var.rglob("*")) == before


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("nowhere.eml", "--agency", "cms"), "is no file"),
        ((".", "--agency", "cms"), "is no file"),
        (("complaint.eml",), "--agency cms or --agency ors"),
        (("complaint.eml", "--agency", "cms", "--received", "yesterday"), "give a moment"),
    ],
)
def test_a_wrong_call_gets_one_line(
    words: tuple[str, ...],
    why: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mail(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert why in refused(capsys, *words)


@pytest.mark.parametrize(("new_text", "quoted"), [("new", ""), ("", ""), ("", "old"), ("a", "b")])
def test_the_words_explained_are_those_that_process_mail_stores(new_text: str, quoted: str) -> None:
    attached = Attachment("a.pdf", 3, encrypted=False, text="attached")
    parts = Mail(
        "Subject", None, None, None, (), (), None, False, False, (attached,), new_text, quoted
    )
    for reading in (Reading("whole", mail=parts), Reading("page")):
        stored = {part.part: part.body for part in readings._parts(reading)}
        assert reading.parts == stored


def test_a_file_that_is_no_call_log_is_kept_whole(tmp_path: Path, explain: Explain) -> None:
    log = tmp_path / "calls.csv"
    log.write_text("garbage", encoding="utf-8")
    said = explain(str(log), "--agency", "cms", "--channel", "telephone")
    assert "quarantined (bad_call_log): The call log is no CSV file" in said
