"""What a file is, by its bytes first, then by its name and stated type."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

from mailroom.reading import mbox


class Format(StrEnum):
    """What there is a reader for."""

    COMPOUND = "compound"
    EMAIL = "email"
    HTML = "html"
    IMAGE = "image"
    MBOX = "mbox"
    PDF = "pdf"
    RTF = "rtf"
    TEXT = "text"
    TNEF = "tnef"
    ZIP = "zip"


_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format.COMPOUND),
    (b"PK\x03\x04", Format.ZIP),
    (b"PK\x05\x06", Format.ZIP),
    (b"{\\rt", Format.RTF),
    (b"II*\x00", Format.IMAGE),
    (b"MM\x00*", Format.IMAGE),
    (b"II+\x00", Format.IMAGE),
    (b"MM\x00+", Format.IMAGE),
    (b"\x89PNG\r\n\x1a\n", Format.IMAGE),
    (b"\xff\xd8\xff", Format.IMAGE),
    (b"GIF8", Format.IMAGE),
    (b"BM", Format.IMAGE),
    (b"\x78\x9f\x3e\x22", Format.TNEF),
)
_MAIL_SUFFIXES = frozenset({".eml", ".msg", ".mht", ".mhtml"})
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)",
    re.I | re.S,
)
_FIELD = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{1,40})[ \t]*:", re.MULTILINE)
_MAIL_FIELDS = frozenset(
    b"from to subject date received message-id mime-version content-type return-path cc"
    b" delivered-to content-transfer-encoding x-mailer reply-to x-sender sender".split()
)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(content: bytes, file_name: str, media_type: str | None) -> Format | None:
    """The format; None where no reader fits."""
    return _by_magic(content) or _by_text(content, file_name, media_type)


def _by_magic(content: bytes) -> Format | None:
    for magic, found in _MAGIC:
        if content.startswith(magic):
            return found
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Format.IMAGE
    if content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif"):
        return Format.IMAGE
    # A PDF may have up to a kilobyte of junk before its mark, a mail may quote one.
    return Format.PDF if content.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-") else None


def _by_text(content: bytes, file_name: str, media_type: str | None) -> Format | None:
    if mbox.is_mailbox(content):
        return Format.MBOX
    if looks_like_mail(content):
        return Format.EMAIL
    if _HTML.match(content[:4096]):
        return Format.HTML
    if b"%PDF-" in content[:1024]:
        return Format.PDF
    return _by_name(file_name, media_type) if _is_text(content) else None


def _by_name(file_name: str, media_type: str | None) -> Format:
    """What a text is said to be; a name makes no text of a damaged file."""
    suffix = PurePath(file_name).suffix.lower()
    if suffix in _MAIL_SUFFIXES or media_type == "message/rfc822":
        return Format.EMAIL
    is_page = suffix in (".html", ".htm") or media_type == "text/html"
    return Format.HTML if is_page else Format.TEXT


def looks_like_mail(content: bytes) -> bool:
    """True when it begins with header lines: two that mail has, or one that only mail has."""
    head = re.split(rb"\r?\n\r?\n", content.lstrip(b"\r\n")[:8192], maxsplit=1)[0]
    if head.startswith(b"From "):
        head = head.partition(b"\n")[2]
    fields = [name.lower() for name in _FIELD.findall(head)]
    if not fields or not _FIELD.match(head):
        return False
    known = _MAIL_FIELDS.intersection(fields)
    return len(known) >= 2 or bool(known & {b"mime-version", b"content-type", b"received"})


def _is_text(content: bytes) -> bool:
    """Text has no control characters to speak of; UTF-16 says so with a mark."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    sample = content[:65536]
    return len(_BINARY.findall(sample)) <= len(sample) // 200
