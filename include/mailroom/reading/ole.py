"""Compound files: Word 97-2003 documents, Outlook messages, and office files with a password."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

from mailroom.reading.reasons import unreadable

if TYPE_CHECKING:
    from olefile import OleFileIO

_FIB_FLAGS = 0x0A
_TABLE_1 = 0x0200
_ENCRYPTED = 0x0100
_FIB_CLX = 0x01A2
_COMPRESSED = 0x40000000
_MAX_STREAM_BYTES = 50 << 20


def open_compound(content: bytes) -> OleFileIO:
    """The compound file. Raises UnreadableContent: `damaged`, `encrypted`."""
    import olefile

    try:
        compound = olefile.OleFileIO(io.BytesIO(content))
    except (OSError, ValueError, IndexError, struct.error, TypeError):
        raise unreadable("damaged") from None
    if compound.exists("EncryptedPackage"):
        raise unreadable("encrypted")
    return compound


def stream(compound: OleFileIO, name: str) -> bytes:
    """A stream's bytes, empty where absent. Raises UnreadableContent `damaged`."""
    try:
        if not compound.exists(name):
            return b""
        return bytes(compound.openstream(name).read(_MAX_STREAM_BYTES))
    except (OSError, ValueError, IndexError, struct.error, TypeError):
        raise unreadable("damaged") from None


def is_word(compound: OleFileIO) -> bool:
    """True for a Word 97-2003 document."""
    return bool(compound.exists("WordDocument"))


def word_text(compound: OleFileIO) -> str:
    """All text of a Word document, body first, then notes, headers and text boxes.

    The piece table says where the text lies ([MS-DOC] 2.4.1). Raises UnreadableContent.
    """
    document = stream(compound, "WordDocument")
    try:
        flags = struct.unpack_from("<H", document, _FIB_FLAGS)[0]
        if flags & _ENCRYPTED:
            raise unreadable("encrypted")
        table = stream(compound, "1Table" if flags & _TABLE_1 else "0Table")
        start, length = struct.unpack_from("<II", document, _FIB_CLX)
        pieces = _pieces(table[start : start + length])
    except struct.error:
        raise unreadable("damaged") from None
    return _readable("".join(_piece_text(document, *piece) for piece in pieces))


def _pieces(clx: bytes) -> list[tuple[int, int]]:
    """Where each piece begins (with its compression bit) and how many characters it has."""
    place = 0
    while place < len(clx) and clx[place] == 1:
        place += 3 + struct.unpack_from("<H", clx, place + 1)[0]
    if place >= len(clx) or clx[place] != 2:
        raise unreadable("damaged")
    length = struct.unpack_from("<I", clx, place + 1)[0]
    table = clx[place + 5 : place + 5 + length]
    count = (len(table) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", table)
    offset = 4 * (count + 1)
    starts = [struct.unpack_from("<I", table, offset + 8 * n + 2)[0] for n in range(count)]
    return [(start, max(0, ends[n + 1] - ends[n])) for n, start in enumerate(starts)]


def _piece_text(document: bytes, start: int, characters: int) -> str:
    if start & _COMPRESSED:
        place = (start & ~_COMPRESSED) // 2
        return document[place : place + characters].decode("cp1252", "replace")
    return document[start : start + 2 * characters].decode("utf-16-le", "replace")


def _readable(raw: str) -> str:
    """Marks become line ends and tabs; of a field only what it shows is kept."""
    pieces: list[str] = []
    fields: list[bool] = []  # for each open field: are we still in its instruction?
    for character in raw:
        if character == "\x13":
            fields.append(True)
        elif character == "\x14" and fields:
            fields[-1] = False
        elif character == "\x15" and fields:
            fields.pop()
        elif not any(fields):
            pieces.append(_MARKS.get(character, character))
    return "".join(pieces).strip()


_MARKS = {
    "\r": "\n",
    "\x07": "\t",
    "\x0b": "\n",
    "\x0c": "\n",
    "\x0e": "\n",
    "\x1e": "-",
    **dict.fromkeys("\x00\x01\x02\x03\x04\x05\x06\x08\x0f\x10\x11\x12\x16\x17\x18\x19\x1a\x1f", ""),
}
