"""Is a message a report about a delivery, or an automatic answer?

What machines say of themselves comes first (RFC 3462, 3464, 5965, 3834), then the habits of mail
servers that say nothing. A person's reply about a failed delivery is neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailroom.reading.mime import Part
from mailroom.reading.words import text_of

_DAEMON = re.compile(
    r"mailer[-_.]?daemon|mail[-_.]?daemon|mdaemon|postmaster|mail[ ]delivery[ ](?:sub)?system"
    r"|mail[ ]administrator|mail[ ]router|delivery[ ]subsystem|\bmmdf\b|\bsmtp[ -]gateway",
    re.I,
)
_BOUNCE_SUBJECT = re.compile(
    r"undeliver(?:able|ed)|(?:un)?deliver(?:y|able) (?:status|failure|failed|problem|error|report)"
    r"|mail (?:delivery )?(?:failure|failed|error|system error)|failure (?:notice|delivery|mail)"
    r"|returned (?:mail|to sender|message)|(?:message|mail) (?:could not be|not|was not) deliver"
    r"|delivery (?:has )?(?:been )?(?:delayed|unsuccessful|notification)|non[- ]?deliver"
    r"|(?:warning|error):? (?:could not|message).{0,20}(?:sen[dt]|deliver|delay)"
    r"|could not send message|nondeliverable|unzustellbar|non remis|no entregado"
    r"|address (?:rejected|unknown)|user unknown|rejected mail|bounce",
    re.I,
)
_BOUNCE_WORDS = re.compile(
    r"undeliver|could(?:n't| not) be (?:delivered|found|sent)|delivery (?:to|has|failed|attempt)"
    r"|unable to deliver|unrouteable|user unknown|does(?:n't| not) exist|no such (?:user|address)"
    r"|permanent (?:fatal )?error|failed to deliver|was not delivered|not be delivered"
    r"|mailbox (?:is )?(?:full|unavailable)|over quota|returned to (?:you|sender)"
    r"|\b5\d\d[ -]5\.\d\.\d|rejected (?:by|your)|reason for (?:the )?failure",
    re.I,
)
_LOOKED_AT = 20_000
"""Characters of the body that are searched: a report says so at its top."""

_REPORT_PARTS = frozenset(
    {"message/delivery-status", "message/feedback-report", "message/global-delivery-status"}
)
_REPORT_TYPES = frozenset({"delivery-status", "feedback-report", "global-delivery-status"})
_REPLY = re.compile(r"^\s*(?:re|fwd?|aw|wg|sv|tr)\s*:", re.I)
_AUTO_SUBJECT = re.compile(
    r"^\s*(?:auto(?:matic)?[- ]?(?:reply|response|answer|matic)\b|auto:|out of (?:the )?office"
    r"|away from|vacation\b|on (?:annual )?leave|abwesenheit|automatische antwort"
    r"|r[ée]ponse automatique|respuesta autom[áa]tica|ymateb awtomatig|autoreply)",
    re.I,
)
_AUTO_HEADERS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply")


def is_bounce(root: Part, text: str) -> bool:
    """True for any report about a delivery."""
    if any(_says_report(part) for part in _outer_parts(root)):
        return True
    if root.first("x-failed-recipients"):
        return True
    text = text[:_LOOKED_AT]
    subject = _header(root, "subject")
    if _REPLY.match(subject):
        return False
    daemon = bool(_DAEMON.search(_header(root, "from"))) or _has_null_sender(root)
    if _BOUNCE_SUBJECT.search(subject):
        return daemon or bool(_BOUNCE_WORDS.search(text))
    return daemon and bool(_BOUNCE_WORDS.search(text))


def is_auto_reply(root: Part, *, bounce: bool) -> bool:
    """True for an automatic answer that is no report about a delivery."""
    if bounce:
        return False
    submitted = _header(root, "auto-submitted").lower()
    if submitted.startswith(("auto-replied", "auto-notified")):
        return True
    if "auto_reply" in _header(root, "precedence").lower() or _is_read_receipt(root):
        return True
    return any(root.first(name) for name in _AUTO_HEADERS) or bool(
        _AUTO_SUBJECT.match(_header(root, "subject"))
    )


def _outer_parts(part: Part) -> Iterator[Part]:
    """The parts of this message, not those of messages attached to it."""
    yield part
    for child in part.children:
        yield from _outer_parts(child)


def _says_report(part: Part) -> bool:
    if part.media_type in _REPORT_PARTS:
        return True
    return (
        part.media_type == "multipart/report"
        and part.parameters.get("report-type", "").lower() in _REPORT_TYPES
    )


def _is_read_receipt(root: Part) -> bool:
    return root.parameters.get("report-type", "").lower() == "disposition-notification"


def _has_null_sender(root: Part) -> bool:
    raw = root.first("return-path")
    return raw is not None and raw.strip() == b"<>"


def _header(root: Part, name: str) -> str:
    return text_of(root.first(name) or b"")
