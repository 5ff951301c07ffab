"""Reports about deliveries and automatic answers."""

from __future__ import annotations

import pytest

from tests.reading.making import mail_of, message

REPORT = (
    b"From: MAILER-DAEMON@mx.example\nSubject: Hello\n"
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
    b"--b\n\nCould not deliver\n"
    b"--b\nContent-Type: message/delivery-status\n\nAction: failed\n--b--\n"
)


def test_a_delivery_report_is_a_bounce() -> None:
    mail = mail_of(REPORT)
    assert mail.is_bounce
    assert not mail.is_auto_reply


@pytest.mark.parametrize(
    "headers",
    [
        {"From": "Mail Delivery System <postmaster@mx.example>", "Subject": "Undelivered Mail"},
        {"X_Failed_Recipients": "bob@example.com"},
        {"Return_Path": "<>", "Subject": "failure notice"},
    ],
)
def test_bounces_that_do_not_say_so(headers: dict[str, str]) -> None:
    made = message("Your message could not be delivered: user unknown.", **headers)
    assert mail_of(made.as_bytes()).is_bounce


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Subject": "Automatic reply: My case"},
        {"Subject": "Out of Office: back on Monday"},
        {"Precedence": "auto_reply"},
    ],
)
def test_automatic_answers(headers: dict[str, str]) -> None:
    mail = mail_of(message("I am away until Monday.", **headers).as_bytes())
    assert mail.is_auto_reply
    assert not mail.is_bounce


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: Undelivered mail", "I never got your letter, it was not delivered."),
        ("My payment bounced", "The bank returned it."),
        ("Returned letter", "Your letter came back to me."),
    ],
)
def test_a_person_who_writes_about_it_is_neither(subject: str, text: str) -> None:
    mail = mail_of(message(text, Subject=subject).as_bytes())
    assert not mail.is_bounce
    assert not mail.is_auto_reply
