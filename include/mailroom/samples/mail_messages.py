"""A Maildir of emails as our server delivered them.

File names are `<epoch>.<n>.mailroom`; the topmost Received header has our server's date, which
is the moment of receipt. The sender's own Date is sometimes days off.
"""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime
from enum import StrEnum
from pathlib import Path

from mailroom.records.mail import Channel
from mailroom.samples.agencies import AgencyFacts
from mailroom.samples.deliveries import Delivered, Delivery, Progress
from mailroom.samples.mail_bodies import as_docx, as_html, cover_note, plain_text
from mailroom.samples.messages import Message
from mailroom.samples.pages import Typesetter, letter_page
from mailroom.samples.scans import DOTS_PER_INCH, jpeg, laid_on_glass
from mailroom.samples.scenes import Happening

OUR_SERVER = "mx.mailroom.test"
POLICY = default.clone(linesep="\n", max_line_length=78)


class Form(StrEnum):
    """How a mail carries its words."""

    PLAIN = "plain"
    HTML = "html"
    BOTH = "both"
    PDF = "pdf"
    DOCX = "docx"
    PHOTO = "photo"


PLAIN_FORMS = (Form.PLAIN, Form.BOTH, Form.PLAIN, Form.HTML)
# Requests alone come as attachments: cycled through for them.
REQUEST_FORMS = (
    *(Form.PLAIN, Form.BOTH, Form.PDF, Form.PLAIN, Form.HTML, Form.PHOTO, Form.PLAIN, Form.BOTH),
    *(Form.DOCX, Form.PLAIN, Form.BOTH, Form.PLAIN, Form.HTML, Form.PLAIN, Form.BOTH, Form.PLAIN),
)
CARRIES_LETTER = (Happening.REQUEST, Happening.SEVERAL)
BORN_DIGITAL = {Form.PHOTO: Form.PDF}


class MailServer:
    """Delivers into one Maildir."""

    def __init__(
        self, facts: AgencyFacts, typesetter: Typesetter, seed: int, *, born_digital: bool
    ) -> None:
        self._facts = facts
        self._typesetter = typesetter
        self._seed = seed
        self._born_digital = born_digital
        self._requests = 0

    def deliver(
        self, deliveries: Sequence[Delivery], folder: Path, progress: Progress
    ) -> list[Delivered]:
        """Write every mail; references are file names without flags."""
        for name in ("tmp", "new", "cur"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        made: dict[int, tuple[bytes, datetime]] = {}
        done = []
        for position, delivery in enumerate(deliveries):
            content, received = self._content(position, delivery, made)
            made[delivery.number] = (content, received)
            name = f"{int(delivery.received_at.timestamp())}.{position + 1}.mailroom"
            seen = position % 11 == 10
            path = folder / "cur" / f"{name}:2,S" if seen else folder / "new" / name
            path.write_bytes(content)
            os.utime(path, (delivery.received_at.timestamp(),) * 2)
            done.append(Delivered(delivery, Channel.EMAIL, name, received))
            progress()
        return done

    def _content(
        self, position: int, delivery: Delivery, made: dict[int, tuple[bytes, datetime]]
    ) -> tuple[bytes, datetime]:
        if delivery.copy_of is not None:
            return made[delivery.copy_of]
        mail = self._mail(delivery.message, position)
        _fix_boundaries(mail, f"{self._facts.agency}-{self._seed}-{delivery.number}")
        return mail.as_bytes(), delivery.received_at

    def _mail(self, message: Message, position: int) -> EmailMessage:
        mail = EmailMessage(policy=POLICY)
        self._headers(mail, message, position)
        if message.scene.happening is Happening.BOUNCE:
            _bounce(mail, message)
        elif message.scene.happening is Happening.AUTO_REPLY:
            mail["Auto-Submitted"] = "auto-replied"
            mail.set_content(plain_text(message, self._facts))
        else:
            self._body(mail, message, self._form(message))
        return mail

    def _form(self, message: Message) -> Form:
        if message.scene.happening not in CARRIES_LETTER:
            return PLAIN_FORMS[message.scene.number % len(PLAIN_FORMS)]
        form = REQUEST_FORMS[self._requests % len(REQUEST_FORMS)]
        self._requests += 1
        return BORN_DIGITAL.get(form, form) if self._born_digital else form

    def _headers(self, mail: EmailMessage, message: Message, position: int) -> None:
        received = message.scene.received_at
        bounce = message.scene.happening is Happening.BOUNCE
        address = "mailer-daemon@example.net" if bounce else message.scene.writer.email
        host = address.partition("@")[2]
        mail["Return-Path"] = "<>" if bounce else f"<{address}>"
        mail["Received"] = (
            f"from mail.{host} (mail.{host} [192.0.2.{position % 250 + 1}]) by {OUR_SERVER} "
            f"with ESMTPS id {message.scene.number:08x}; {format_datetime(received)}"
        )
        mail["Authentication-Results"] = (
            f"{OUR_SERVER}; spf={'fail' if position % 13 == 12 else 'pass'} smtp.mailfrom={host}"
        )
        if position % 17 == 16:
            mail["Authentication-Results"] = f"mx.{host}; dkim=pass header.d={host}"
        mail["Date"] = format_datetime(_sender_clock(received, position))
        mail["From"] = _mailbox("" if bounce else message.scene.writer.name, address)
        mail["To"] = _mailbox(self._facts.name, self._facts.mailbox)
        prefix = "RE: " if message.quoted else ""
        mail["Subject"] = "Undelivered Mail" if bounce else prefix + message.subject
        mail["Message-ID"] = f"<{message.scene.number}.{self._facts.agency}.{self._seed}@{host}>"

    def _body(self, mail: EmailMessage, message: Message, form: Form) -> None:
        if form is Form.HTML:
            mail.set_content(as_html(message, self._facts), subtype="html")
            return
        if form in (Form.PLAIN, Form.BOTH):
            mail.set_content(plain_text(message, self._facts))
            if form is Form.BOTH:
                mail.add_alternative(as_html(message, self._facts), subtype="html")
            return
        mail.set_content(cover_note(message))
        self._attach(mail, message, form)

    def _attach(self, mail: EmailMessage, message: Message, form: Form) -> None:
        if form is Form.DOCX:
            mail.add_attachment(
                as_docx(message),
                maintype="application",
                subtype="vnd.openxmlformats-officedocument.wordprocessingml.document",
                filename="letter.docx",
            )
            return
        page = letter_page(message, self._facts)
        if form is Form.PDF:
            content = self._typesetter.pdf(page, message.scene.received_at)
            mail.add_attachment(
                content, maintype="application", subtype="pdf", filename="Letter.pdf"
            )
            return
        chance = random.Random(f"photo:{self._facts.agency}:{self._seed}:{message.scene.number}")
        sheet = laid_on_glass(self._typesetter.images(page, DOTS_PER_INCH)[0], chance, 3.0)
        mail.add_attachment(jpeg(sheet), maintype="image", subtype="jpeg", filename="IMG_0042.jpg")


def _mailbox(name: str, address: str) -> str:
    return f'"{name}" <{address}>' if name else address


def _sender_clock(received: datetime, position: int) -> datetime:
    """Mostly half a minute early; every ninth sender's clock is two days ahead."""
    if position % 9 == 8:
        return received + timedelta(days=2, hours=3)
    return received - timedelta(seconds=30)


def _bounce(mail: EmailMessage, message: Message) -> None:
    """A delivery report as RFC 3464 has it."""
    lost = f"nobody{message.scene.number}@example.net"
    mail.set_content(
        f"This is the mail system at example.net.\n\nYour message to {lost} could not be "
        "delivered: 550 5.1.1 user unknown.\n"
    )
    mail.make_mixed()
    mail.replace_header(
        "Content-Type", 'multipart/report; report-type="delivery-status"; boundary="report"'
    )
    status = EmailMessage(policy=POLICY)
    status["Content-Type"] = "message/delivery-status"
    status.set_payload([_fields({"Reporting-MTA": "dns; mail.example.net"}), _fields(_lost(lost))])
    mail.attach(status)


def _lost(address: str) -> dict[str, str]:
    return {
        "Final-Recipient": f"rfc822; {address}",
        "Action": "failed",
        "Status": "5.1.1",
        "Diagnostic-Code": "smtp; 550 5.1.1 user unknown",
    }


def _fields(values: dict[str, str]) -> EmailMessage:
    block = EmailMessage(policy=POLICY)
    for name, value in values.items():
        block[name] = value
    return block


def _fix_boundaries(mail: EmailMessage, name: str) -> None:
    """Boundaries by number in place of chance, so that the bytes never change."""
    for number, part in enumerate(mail.walk()):
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            part.set_boundary(f"=_{name}-{number}")
