"""The canonical JSON of a letter: what is stored, hashed, approved, and set in type."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from mailroom.errors import LetterFault
from mailroom.records.letter import Letter, LetterOffice, Node, NodeKind, Recipient

_PLAIN = (
    "agency",
    "template",
    "template_version",
    "layout_version",
    "fonts_version",
    "language",
    "reference",
    "date_words",
    "subject",
)


def canonical_json(letter: Letter) -> bytes:
    """Sorted keys, no spare white space, UTF-8: equal letters give equal bytes."""
    text = json.dumps(
        letter_content(letter), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode("utf-8")


def content_hash(letter: Letter) -> str:
    """SHA-256 in hex of the canonical JSON: what an approval binds."""
    return sha256(canonical_json(letter)).hexdigest()


def letter_content(letter: Letter) -> dict[str, Any]:
    """The letter as plain JSON values, for the canonical form and for the layout."""
    return {
        **{name: getattr(letter, name) for name in _PLAIN},
        "date": letter.date.isoformat(),
        "office": {"name": letter.office.name, "telephone": letter.office.telephone},
        "recipient": {
            "name": letter.recipient.name,
            "address_lines": list(letter.recipient.address_lines),
        },
        "body": [_node_content(node) for node in letter.body],
    }


def letter_from_json(content: bytes) -> Letter:
    """The letter of a canonical JSON. Raises LetterFault when it is none of ours."""
    try:
        return _letter(json.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise LetterFault(
            f"the stored letter cannot be read back ({type(fault).__name__}): draft it again",
            code="stored_letter",
        ) from None


def _letter(content: Mapping[str, Any]) -> Letter:
    office, recipient = content["office"], content["recipient"]
    return Letter(
        **{name: content[name] for name in _PLAIN},
        date=date.fromisoformat(content["date"]),
        office=LetterOffice(office["name"], office["telephone"]),
        recipient=Recipient(recipient["name"], tuple(recipient["address_lines"])),
        body=tuple(_node(node) for node in content["body"]),
    )


def _node_content(node: Node) -> dict[str, Any]:
    content: dict[str, Any] = {"kind": node.kind.value}
    if node.kind is NodeKind.TEXT:
        content["text"] = node.text
    elif node.kind is not NodeKind.BREAK:
        content["children"] = [_node_content(child) for child in node.children]
    if node.level:
        content["level"] = node.level
    if node.align:
        content["align"] = node.align
    return content


def _node(content: Mapping[str, Any]) -> Node:
    return Node(
        kind=NodeKind(content["kind"]),
        text=content.get("text", ""),
        children=tuple(_node(child) for child in content.get("children", ())),
        level=content.get("level", 0),
        align=content.get("align", ""),
    )
