"""A mail to explain, and how `mailroom explain` is called."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

Explain = Callable[..., str]
"""Takes the words of the command; gives what is printed, each run of white space as one space."""
COMPLAINT = "We wish to complain about the service.\nOur employer reference is 121 555 666 777.\n"
FRIDAY = "2026-11-20T16:05"
CMS = ("--agency", "cms", "--received", FRIDAY)
ORS = ("--agency", "ors", "--received", FRIDAY)


def mail(folder: Path, text: str = COMPLAINT, name: str = "complaint.eml") -> str:
    message = EmailMessage()
    message["From"] = "Pay Office <pay@works.example>"
    message["To"] = "post@agency.example"
    message["Subject"] = "Complaint"
    message.set_content(text)
    path = folder / name
    path.write_bytes(message.as_bytes())
    return str(path)
