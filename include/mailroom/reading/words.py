"""Header bytes to text: encoded words (RFC 2047), raw 8-bit, parameters (RFC 2231)."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from mailroom.reading import charsets, transfer

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?(.{0,1000}?)\?=", re.DOTALL)
_FOLD = re.compile(r"[\r\n]+[ \t]*")
_BLANKS = re.compile(r"\s+")
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,100})\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)', re.DOTALL)
_PIECE = re.compile(r"^(.+?)\*(\d{1,3})?(\*)?$")
_COMMENT = re.compile(r"\s*\([^()]*\)\s*$")


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring encoded words of one charset, whose bytes belong together."""

    charset: str
    content: bytes


def text_of(raw: bytes) -> str:
    """A header value as a person reads it: unfolded and decoded, blanks kept."""
    line = _FOLD.sub(" ", raw.decode("latin-1")).strip()
    if "=?" not in line:
        return _eight_bit(line)
    return "".join(_decoded(line)).strip()


def _decoded(line: str) -> list[str]:
    pieces: list[str] = []
    pending: _Run | None = None
    place = 0
    for word in _WORD.finditer(line):
        between = line[place : word.start()]
        run = _Run(word[1].partition("*")[0].lower(), _word_bytes(word[2], word[3]))
        if pending and not between.strip() and pending.charset == run.charset:
            pending = _Run(run.charset, pending.content + run.content)
        else:
            pieces += _spelled(pending, between)
            pending = run
        place = word.end()
    return [*pieces, *_spelled(pending, line[place:])]


def _spelled(run: _Run | None, after: str) -> list[str]:
    """The run's text and what follows it; white space alone between words means nothing."""
    if run is None:
        return [_eight_bit(after)]
    text = _FOLD.sub(" ", charsets.decode(run.content, run.charset))
    return [text, _eight_bit(after) if after.strip() else ""]


def _word_bytes(encoding: str, payload: str) -> bytes:
    raw = payload.encode("latin-1", "replace")
    if encoding in "bB":
        return transfer.from_base64(raw)
    return binascii.a2b_qp(raw, header=True)


def _eight_bit(text: str) -> str:
    if text.isascii():
        return text.replace("\x00", "")
    return charsets.decode(text.encode("latin-1", "replace"))


def parameters(raw: bytes) -> tuple[str, dict[str, str]]:
    """The main value in lower case and the parameters by lower-case name, all decoded."""
    line = _BLANKS.sub(" ", raw.decode("latin-1"))
    main, semicolon, rest = line.partition(";")
    found: dict[str, str] = {}
    split: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, value in _PARAMETER.findall(semicolon + rest):
        name, value = name.lower(), _unquoted(value)
        piece = _PIECE.match(name)
        if piece is None:
            found.setdefault(name, text_of(value.encode("latin-1")))
        else:
            number = int(piece[2] or 0)
            escaped = bool(piece[3]) or piece[2] is None
            split.setdefault(piece[1], {}).setdefault(number, (value, escaped))
    found |= {name: _joined(pieces) for name, pieces in split.items()}
    return _COMMENT.sub("", main).strip().lower(), found


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] == '"':
        # A backslash before anything else is a Windows path, not an escape.
        return re.sub(r'\\(["\\])', r"\1", value[1:-1])
    return _COMMENT.sub("", value).strip('"')


def _joined(pieces: dict[int, tuple[str, bool]]) -> str:
    charset, content = "", b""
    for number in sorted(pieces):
        value, escaped = pieces[number]
        if escaped and not content and value.count("'") >= 2:
            charset, _, value = value.split("'", 2)
        raw = value.encode("latin-1", "replace")
        content += unquote_to_bytes(raw) if escaped else raw
    text = charsets.decode(content, charset)
    return text_of(text.encode("latin-1")) if text.isascii() and "=?" in text else text


def squeezed(text: str) -> str | None:
    """The text with each run of white space as one space; None where nothing is left."""
    return _BLANKS.sub(" ", text).strip() or None
