"""The same tree as the PDF's, as plain text: for a queue, a terminal, a first check."""

from __future__ import annotations

from collections.abc import Iterable

from mailroom.records.letter import Letter, Node, NodeKind


def preview_text(letter: Letter) -> str:
    """The letter as a person would read it aloud: address, date, reference, subject, body."""
    head = [letter.recipient.name, *letter.recipient.address_lines]
    facts = [letter.date_words, letter.reference]
    blocks = ["\n".join(head), "\n".join(facts), letter.subject]
    blocks += [_block(node, "") for node in letter.body]
    return "\n\n".join(blocks) + "\n"


def _block(node: Node, indent: str) -> str:
    if node.kind is NodeKind.TABLE:
        return "\n".join(indent + " | ".join(map(_inline, row.children)) for row in node.children)
    if node.kind is NodeKind.BULLETS:
        return "\n".join(_item(item, "• ", indent) for item in node.children)
    if node.kind is NodeKind.NUMBERS:
        numbered = enumerate(node.children, node.level)
        return "\n".join(_item(item, f"{number}. ", indent) for number, item in numbered)
    return indent + _inline(node).replace("\n", "\n" + indent)


def _item(item: Node, mark: str, indent: str) -> str:
    blocks = [_block(child, indent + "  ") for child in item.children]
    return indent + mark + "\n".join(blocks).lstrip()


def _inline(node: Node) -> str:
    return "".join(_words(node.children))


def _words(nodes: Iterable[Node]) -> Iterable[str]:
    for node in nodes:
        if node.kind is NodeKind.TEXT:
            yield node.text
        elif node.kind is NodeKind.BREAK:
            yield "\n"
        else:
            yield _inline(node)
