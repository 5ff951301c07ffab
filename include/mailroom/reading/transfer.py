"""Content-Transfer-Encoding undone, forgivingly: what is broken is skipped, nothing raises."""

from __future__ import annotations

import base64
import binascii
import re

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_NOT_BASE64 = bytes(set(range(256)) - set(_BASE64))
_SOFT_BREAK = re.compile(rb"=[ \t]+(?=\r?\n)")
_INNER_PADDING = re.compile(rb"=+(?=[^=])")
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} [^\r\n]*\r?\n", re.MULTILINE)


def undo(body: bytes, encoding: str) -> bytes:
    """The bytes that `body` stands for; an unknown encoding leaves it as it is."""
    match encoding:
        case "base64":
            return from_base64(body)
        case "quoted-printable":
            return from_quoted_printable(body)
        case "uuencode" | "x-uuencode" | "x-uue" | "uue":
            return from_uuencode(body)
        case _:
            return body


def from_base64(body: bytes) -> bytes:
    """Base64 with any foreign characters, missing padding, or several pieces in a row."""
    letters = body.translate(None, _NOT_BASE64)
    return b"".join(map(_one_piece, _INNER_PADDING.split(letters)))


def _one_piece(letters: bytes) -> bytes:
    letters = letters.rstrip(b"=")
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return base64.b64decode(letters + b"=" * (-len(letters) % 4))


def from_quoted_printable(body: bytes) -> bytes:
    """Quoted-printable, with blanks after a soft line break forgiven."""
    return binascii.a2b_qp(_SOFT_BREAK.sub(b"=", body))


def from_uuencode(body: bytes) -> bytes:
    """The lines between `begin` and `end`; without `begin` the body from its first line on."""
    begin = _UU_BEGIN.search(body)
    pieces: list[bytes] = []
    for line in body[begin.end() if begin else 0 :].splitlines():
        if line.strip() == b"end":
            break
        pieces.append(_uu_line(line))
    return b"".join(pieces)


def _uu_line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Some encoders pad the line: trust the length that its first character states.
        count = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
        try:
            return binascii.a2b_uu(line[: count + 1])
        except binascii.Error:
            return b""
