"""OpenDocument text and tables (and OpenOffice 1.x) to text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailroom.reading import xml
from mailroom.reading.archives import Archive
from mailroom.reading.reasons import unreadable
from mailroom.records.reading import Reading

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MAX_DEPTH = 200
_SKIPPED = frozenset(
    {"tracked-changes", "note-citation", "automatic-styles", "forms", "event-listeners"}
)
_ENDS = {"p": "\n", "h": "\n", "table-cell": "\t", "table-row": "\n", "title": " "}
_WORDED = frozenset(
    {"p", "h", "span", "a", "ruby-base", "title", "desc", "date", "time", "page-number"}
)
_MAX_SPACES = 100


def is_odf(archive: Archive) -> bool:
    """True when the zip holds an office document's content."""
    return "content.xml" in archive.names


def read(archive: Archive) -> Reading:
    """Header, body and footer. Raises UnreadableContent `encrypted` for one with a password."""
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise unreadable("encrypted")
    pieces: list[str] = []
    _walk(xml.parse(archive.read("content.xml")), pieces, 0)
    styles = archive.read("styles.xml")
    if styles:
        _master_pages(xml.parse(styles), pieces)
    lines = "".join(pieces).replace("\n\t", "\t").replace("\t\n", "\n").split("\n")
    return Reading(text="\n".join(line.rstrip() for line in lines).strip("\n"))


def _master_pages(root: Element, pieces: list[str]) -> None:
    for element in root.iter():
        if xml.local(element.tag) in ("header", "footer"):
            _walk(element, pieces, 0)


def _walk(element: Element, pieces: list[str], depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise unreadable("nested_too_deep")
    name = xml.local(element.tag)
    if name in _SKIPPED:
        return
    worded = xml.local(element.tag) in _WORDED
    pieces.append(_opening(element, name, worded))
    for child in element:
        _walk(child, pieces, depth + 1)
        # Words after a child belong to this element: a tail counts only inside a paragraph.
        pieces.append((child.tail or "") if worded else "")
    pieces.append(_ENDS.get(name, ""))


def _opening(element: Element, name: str, worded: bool) -> str:
    match name:
        case "s":
            count = xml.attribute(element, "c") or "1"
            return " " * min(int(count) if count.isdigit() else 1, _MAX_SPACES)
        case "tab" | "tab-stop":
            return "\t"
        case "line-break":
            return "\n"
        case _:
            text = element.text or ""
            return text if worded or text.strip() else ""
