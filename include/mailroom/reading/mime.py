"""The tree of a message, from its raw bytes.

Written here because neither parser at hand fits: fast-mail-parser gives no structure, parameters
or repeated headers, and the standard library has no limits and raises on some hostile mail.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mailroom.reading import transfer, words
from mailroom.reading.limits import MAX_DEPTH, MAX_HEADER_BYTES, MAX_PARTS
from mailroom.reading.reasons import unreadable

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*(.*)", re.DOTALL)
# A line of blanks ends the headers unless another header or folded line follows it.
_HEADER_END = re.compile(rb"\r?\n(?:\r?\n|[ \t]+\r?\n(?![ \t]|[!-9;-~]{1,100}:)|[ \t]*\Z)|\r\r")
_BEGINS_PART = re.compile(
    rb"^--([^\s-][^\r\n]{0,99}|-+[^\s-][^\r\n]{0,99})\r?\nContent-", re.I | re.M
)
_SIMPLE_TYPE = re.compile(r"^[\w.+-]+/[\w.+-]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One part: headers by lower-case name in order, `body` still encoded, children."""

    headers: tuple[tuple[str, bytes], ...]
    body: bytes
    media_type: str
    parameters: dict[str, str] = field(default_factory=dict)
    children: tuple[Part, ...] = ()

    def first(self, name: str) -> bytes | None:
        """The first header of that lower-case name, raw."""
        return next((value for key, value in self.headers if key == name), None)

    def every(self, name: str) -> list[bytes]:
        """All headers of that lower-case name, raw, topmost first."""
        return [value for key, value in self.headers if key == name]

    @property
    def encoding(self) -> str:
        """The transfer encoding in lower case, without comments."""
        raw = self.first("content-transfer-encoding") or b""
        return words.parameters(raw)[0].strip("\"' ")

    @property
    def content(self) -> bytes:
        """The body with its transfer encoding undone."""
        return transfer.undo(self.body, self.encoding)

    @property
    def charset(self) -> str | None:
        """The charset as declared."""
        return self.parameters.get("charset")


class _Count:
    """How many parts the message has so far."""

    def __init__(self) -> None:
        self.parts = 0

    def one_more(self, depth: int) -> None:
        self.parts += 1
        if self.parts > MAX_PARTS:
            raise unreadable("too_many_parts")
        if depth > MAX_DEPTH:
            raise unreadable("nested_too_deep")


def parse(content: bytes) -> Part:
    """The tree of a message. Raises UnreadableContent: `nested_too_deep`, `too_many_parts`."""
    return _part(content.lstrip(b"\r\n"), "text/plain", 0, _Count())


def _part(content: bytes, default_type: str, depth: int, count: _Count) -> Part:
    count.one_more(depth)
    headers, body = split_head(content)
    part = _leaf(headers, body, default_type)
    if part.media_type.startswith("multipart/"):
        return _multipart(part, depth, count)
    return part


def _leaf(headers: tuple[tuple[str, bytes], ...], body: bytes, default_type: str) -> Part:
    raw = next((value for key, value in headers if key == "content-type"), None)
    if raw is None:
        return Part(headers, body, default_type)
    media_type, parameters = words.parameters(raw)
    plain = _SIMPLE_TYPE.match(media_type)
    unnamed = "text/plain" if media_type in ("", "text") else "application/octet-stream"
    return Part(headers, body, plain.group() if plain else unnamed, parameters)


def _multipart(part: Part, depth: int, count: _Count) -> Part:
    body = part.content
    pieces = _pieces(body, part.parameters.get("boundary", "").rstrip())
    if not pieces:
        return Part(part.headers, body, "text/plain", part.parameters)
    inner = "message/rfc822" if part.media_type == "multipart/digest" else "text/plain"
    children = tuple(_part(piece, inner, depth + 1, count) for piece in pieces)
    return Part(part.headers, b"", part.media_type, part.parameters, children)


def _pieces(body: bytes, boundary: str) -> list[bytes]:
    """The parts between the boundary lines; a boundary that never comes is guessed."""
    found = _split(body, boundary.encode("latin-1", "replace")) if boundary else []
    if not found and (guess := _BEGINS_PART.search(body)):
        found = _split(body, guess[1].rstrip())
    return found


def _split(body: bytes, boundary: bytes) -> list[bytes]:
    line = re.compile(rb"(?:\A|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    pieces: list[bytes] = []
    start: int | None = None
    for mark in line.finditer(body):
        if start is not None:
            pieces.append(_after_line_end(body, start, mark.start()))
            if len(pieces) > MAX_PARTS:
                raise unreadable("too_many_parts")
        start = mark.end()
        if mark[1]:
            return pieces
    if start is not None and body[start:].strip():
        pieces.append(_after_line_end(body, start, len(body)))
    return pieces


def _after_line_end(body: bytes, start: int, end: int) -> bytes:
    if body.startswith(b"\r\n", start):
        start += 2
    elif body.startswith(b"\n", start):
        start += 1
    return body[start : max(start, end)]


def split_head(content: bytes) -> tuple[tuple[tuple[str, bytes], ...], bytes]:
    """Header fields and body. Beyond 64 KiB headers are dropped; a text without any is all body."""
    if content.startswith((b"\n", b"\r\n")):
        return (), _after_line_end(content, 0, len(content))
    if content.startswith((b"From ", b">From ")):
        content = content.partition(b"\n")[2]
    end = _HEADER_END.search(content)
    head, body = (content[: end.start()], content[end.end() :]) if end else (content, b"")
    fields, left_over = _fields(head[:MAX_HEADER_BYTES])
    if not fields:
        return (), content
    return fields, left_over + body


def _fields(head: bytes) -> tuple[tuple[tuple[str, bytes], ...], bytes]:
    """The fields, and the text from the first line on that can be no header at all.

    A line without a colon among headers is taken for a folded one whose blank was lost, as long
    as another header follows it.
    """
    lines = head.splitlines(keepends=True)
    last = max((n for n, line in enumerate(lines) if _FIELD.match(line)), default=-1)
    found: list[tuple[str, bytes]] = []
    pieces: list[bytes] = []
    for number, line in enumerate(lines):
        named = None if line[:1] in b" \t" else _FIELD.match(line)
        if named:
            _close(found, pieces)
            found.append((named[1].decode("latin-1").lower(), b""))
            pieces = [named[2]]
        elif found and (line[:1] in b" \t" or number < last):
            pieces.append(line)
        else:
            _close(found, pieces)
            return tuple(found), b"".join(lines[number:])
    _close(found, pieces)
    return tuple(found), b""


def _close(found: list[tuple[str, bytes]], pieces: list[bytes]) -> None:
    if found and pieces:
        found[-1] = (found[-1][0], b"".join(pieces).strip())
        pieces.clear()
