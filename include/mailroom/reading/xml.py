"""XML of office files: no entities, no external parts, namespaces dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailroom.reading.reasons import unreadable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def parse(content: bytes) -> Element:
    """The root element. Raises UnreadableContent `damaged`, for entities too."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise unreadable("damaged") from None
    return root


def local(tag: object) -> str:
    """The tag without its namespace; empty for comments and instructions."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its local name."""
    return next((value for key, value in element.items() if local(key) == name), None)
