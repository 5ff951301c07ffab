"""DOCX to text: headers, body with tables and text boxes, notes, comments, footers.

The parts are read directly: python-docx leaves out text boxes, notes and comments.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mailroom.reading import xml
from mailroom.reading.archives import Archive
from mailroom.reading.reasons import unreadable
from mailroom.records.reading import Reading

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MAX_DEPTH = 200
_SKIPPED = frozenset(
    {"Fallback", "delText", "instrText", "del", "moveFrom", "rPr", "pPr", "sectPr", "tblPr"}
)
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_ENDS = {"p": "\n", "tc": "\t", "tr": "\n"}
_DOCUMENT = re.compile(r"^word/document\d*\.xml$")
_ORDER = (
    re.compile(r"^word/header\d*\.xml$"),
    _DOCUMENT,
    re.compile(r"^word/footnotes\d*\.xml$"),
    re.compile(r"^word/endnotes\d*\.xml$"),
    re.compile(r"^word/comments\d*\.xml$"),
    re.compile(r"^word/footer\d*\.xml$"),
)


def is_docx(archive: Archive) -> bool:
    """True when the zip holds a Word document."""
    return any(map(_DOCUMENT.match, archive.names))


def read(archive: Archive) -> Reading:
    """The document's words. Raises UnreadableContent."""
    names = sorted(archive.names)
    texts = [_text(archive.read(name)) for part in _ORDER for name in names if part.match(name)]
    return Reading(text="\n".join(text for text in texts if text))


def _text(content: bytes) -> str:
    if not content:
        return ""
    pieces: list[str] = []
    _walk(xml.parse(content), pieces, 0)
    lines = "".join(pieces).replace("\n\t", "\t").replace("\t\n", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def _walk(element: Element, pieces: list[str], depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise unreadable("nested_too_deep")
    name = xml.local(element.tag)
    if name in _SKIPPED:
        return
    if name == "t":
        pieces.append(element.text or "")
    elif name == "sym":
        pieces.append(_symbol(element))
    else:
        pieces.append(_BREAKS.get(name, ""))
    for child in element:
        _walk(child, pieces, depth + 1)
    pieces.append(_ENDS.get(name, ""))


def _symbol(element: Element) -> str:
    code = xml.attribute(element, "char") or ""
    return chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{4}", code) else ""
