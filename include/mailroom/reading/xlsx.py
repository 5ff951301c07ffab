"""XLSX to text: one line a row, cells divided by tabs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mailroom.reading import xml
from mailroom.reading.archives import Archive
from mailroom.records.reading import Reading

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SHEET = re.compile(r"^xl/worksheets/sheet\d+\.xml$")


def is_xlsx(archive: Archive) -> bool:
    """True when the zip holds a workbook."""
    return any(map(_SHEET.match, archive.names))


def read(archive: Archive) -> Reading:
    """All sheets in the order of their names; dates stay numbers. Raises UnreadableContent."""
    shared = _shared_strings(archive.read("xl/sharedStrings.xml"))
    sheets = [_sheet(archive.read(n), shared) for n in sorted(filter(_SHEET.match, archive.names))]
    return Reading(text="\n\n".join(sheet for sheet in sheets if sheet))


def _shared_strings(content: bytes) -> list[str]:
    if not content:
        return []
    return ["".join(_texts(item)) for item in xml.parse(content) if xml.local(item.tag) == "si"]


def _texts(element: Element) -> list[str]:
    return [each.text or "" for each in element.iter() if xml.local(each.tag) == "t"]


def _sheet(content: bytes, shared: list[str]) -> str:
    rows = (each for each in xml.parse(content).iter() if xml.local(each.tag) == "row")
    return "\n".join("\t".join(_cell(cell, shared) for cell in row) for row in rows).strip()


def _cell(cell: Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(_texts(cell))
    value = next((each.text or "" for each in cell if xml.local(each.tag) == "v"), "")
    if cell.get("t") != "s":
        return value
    return shared[int(value)] if value.isdigit() and int(value) < len(shared) else ""
