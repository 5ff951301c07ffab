"""Markdown with tokens to the tree of a letter: parsed first, values put in afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from mailroom.errors import LetterFault, PolicyFault
from mailroom.letters.values import OPEN, ValueLedger
from mailroom.records.letter import Node, NodeKind

_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_CONTAINERS = {
    "bullet_list": NodeKind.BULLETS,
    "ordered_list": NodeKind.NUMBERS,
    "list_item": NodeKind.ITEM,
}
_ALLOWED_BLOCKS = frozenset(
    ("root", "paragraph", "heading", "bullet_list", "ordered_list", "list_item", "inline")
)
_ALLOWED_TABLES = frozenset(("table", "thead", "tbody", "tr", "th", "td"))
_ALLOWED_RUNS = frozenset(("text", "strong", "softbreak", "hardbreak"))
_ALLOWED = _ALLOWED_BLOCKS | _ALLOWED_TABLES | _ALLOWED_RUNS
_CURES = {
    "em": "letters have no italics: use **bold** or plain words",
    "link": "paper has no links: write the address out",
    "image": "letters hold no images",
    "html_inline": "HTML is not used: write plain Markdown",
    "html_block": "HTML is not used: write plain Markdown",
    "code_block": "do not indent a paragraph by four spaces",
}


def body_tree(markdown: str, ledger: ValueLedger) -> tuple[Node, ...]:
    """The blocks of a letter. Raises LetterFault where the text holds what letters do not print."""
    root = SyntaxTreeNode(_parser().parse(markdown))
    for node in root.walk():
        fault = _fault_of(node)
        if fault:
            raise LetterFault(f"the template's text: {fault}", code="template_text")
    return tuple(block for child in root.children for block in _blocks(child, ledger))


def check_markdown(body: str, where: str, first_line: int) -> None:
    """Refuse Markdown that letters do not print. Raises PolicyFault with file, line and cure."""
    skeleton = re.sub(r"\{\{.*?\}\}", f"{OPEN}x", body, flags=re.S)
    skeleton = re.sub(r"\{[%#].*?[%#]\}", "", skeleton, flags=re.S)
    level = 1
    for node in SyntaxTreeNode(_parser().parse(skeleton)).walk():
        fault = _fault_of(node)
        if node.type == "heading":
            fault = fault or _level_fault(level, _level(node))
            level = _level(node)
        if fault:
            raise PolicyFault(f"{where}:{first_line + _line(node)}: {fault}")


def _fault_of(node: SyntaxTreeNode) -> str | None:
    if not node.is_root and _holds_value(node.attrs.values()):
        return "a value stands inside a link or an attribute; print it as text"
    if node.type not in _ALLOWED:
        return _CURES.get(node.type, f"{node.type} is not used in letters; write plain paragraphs")
    return None


def _holds_value(attributes: Iterable[object]) -> bool:
    return any(OPEN in unquote(str(attribute)) for attribute in attributes)


def _level_fault(above: int, level: int) -> str | None:
    if level == 1:
        return "the subject line is the first heading: begin with ##"
    if level > min(3, above + 1):
        return "a level of headings is skipped: use ## and below it ###"
    return None


def _level(node: SyntaxTreeNode) -> int:
    return int(node.tag[1:])


def _line(node: SyntaxTreeNode) -> int:
    lines = node.map
    if lines is None and node.parent is not None and not node.parent.is_root:
        return _line(node.parent)
    return lines[0] if lines else 0


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable("table")


def _blocks(node: SyntaxTreeNode, ledger: ValueLedger) -> Iterator[Node]:
    if node.type == "paragraph":
        yield from _paragraphs(node.children[0], ledger)
    elif node.type == "heading":
        yield Node(NodeKind.HEADING, level=_level(node), children=_inline(node, ledger))
    elif node.type == "table":
        yield _table(node, ledger)
    else:
        inner = tuple(block for child in node.children for block in _blocks(child, ledger))
        level = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
        yield Node(_CONTAINERS[node.type], children=inner, level=level)


def _paragraphs(inline: SyntaxTreeNode, ledger: ValueLedger) -> Iterator[Node]:
    """One paragraph, or several where it is nothing but a value that a person wrote in several."""
    pieces = list(ledger.pieces(inline.content))
    if len(pieces) == 1 and pieces[0][0]:
        for text in _BLANK_LINES.split(pieces[0][1].strip()):
            yield Node(NodeKind.PARAGRAPH, children=_merged(_lines(text)))
        return
    yield Node(NodeKind.PARAGRAPH, children=_merged(_runs(inline.children, ledger)))


def _table(node: SyntaxTreeNode, ledger: ValueLedger) -> Node:
    rows = [row for part in node.children for row in part.children]
    return Node(
        NodeKind.TABLE,
        children=tuple(
            Node(NodeKind.ROW, children=tuple(_cell(cell, ledger) for cell in row.children))
            for row in rows
        ),
    )


def _cell(node: SyntaxTreeNode, ledger: ValueLedger) -> Node:
    align = str(node.attrs.get("style", "")).removeprefix("text-align:")
    return Node(NodeKind.CELL, align=align, children=_inline(node, ledger))


def _inline(node: SyntaxTreeNode, ledger: ValueLedger) -> tuple[Node, ...]:
    runs = (run for inline in node.children for run in _runs(inline.children, ledger))
    return _merged(runs)


def _runs(nodes: Iterable[SyntaxTreeNode], ledger: ValueLedger) -> Iterator[Node]:
    for node in nodes:
        yield from _RUNS[node.type](node, ledger)


def _text(node: SyntaxTreeNode, ledger: ValueLedger) -> Iterator[Node]:
    for is_value, text in ledger.pieces(node.content):
        yield from _lines(text) if is_value else [Node(NodeKind.TEXT, text)]


def _strong(node: SyntaxTreeNode, ledger: ValueLedger) -> Iterator[Node]:
    yield Node(NodeKind.STRONG, children=_merged(_runs(node.children, ledger)))


_RUNS: dict[str, Callable[[SyntaxTreeNode, ValueLedger], Iterator[Node]]] = {
    "text": _text,
    "strong": _strong,
    "softbreak": lambda node, ledger: iter([Node(NodeKind.TEXT, " ")]),
    "hardbreak": lambda node, ledger: iter([Node(NodeKind.BREAK)]),
}


def _lines(text: str) -> Iterator[Node]:
    for number, line in enumerate(text.strip("\n").splitlines()):
        if number:
            yield Node(NodeKind.BREAK)
        if line:
            yield Node(NodeKind.TEXT, line)


def _merged(runs: Iterable[Node]) -> tuple[Node, ...]:
    merged: list[Node] = []
    for run in runs:
        if run.kind is NodeKind.TEXT and merged and merged[-1].kind is NodeKind.TEXT:
            merged[-1] = Node(NodeKind.TEXT, merged[-1].text + run.text)
        else:
            merged.append(run)
    return tuple(merged)
