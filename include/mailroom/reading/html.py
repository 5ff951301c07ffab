"""HTML to plain text: blocks become lines, cells are divided by tabs, nothing is fetched."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from mailroom.reading import charsets

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_HIDDEN = "script, style, head, title, noscript, template, object, svg"
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt"),
        *("fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul"),
    )
)
_SPARSE = frozenset({"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "table"})
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
_SPACES = re.compile(r" {2,}")
_AROUND_LINES = re.compile(r" ?\n ?")
_MANY_LINES = re.compile(r"\n{3,}")
_MAX_OPEN = 5_000
_OPENS = re.compile(
    r"<(?!(?:br|hr|img|p|li|td|th|tr|dd|dt|option|meta|link|input|area|col|base|wbr)\b)[a-z]", re.I
)
_CLOSES = re.compile(r"</(?!(?:p|li|td|th|tr|dd|dt|option)\b)[a-z]", re.I)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{1,40})", re.IGNORECASE)


def declared_charset(content: bytes) -> str | None:
    """The charset a page states of itself."""
    found = _CHARSET.search(content[:4096])
    return found[1].decode("ascii") if found else None


def to_text(markup: str) -> str:
    """The words of `markup` as a person would see them, without scripts, styles and tags."""
    from selectolax.lexbor import LexborHTMLParser

    if len(_OPENS.findall(markup)) - len(_CLOSES.findall(markup)) > _MAX_OPEN:
        # The parser's time grows with the square of the depth: 200,000 open blocks took minutes.
        return charsets.clean(_tidy(unescape(_TAG.sub(" ", markup))))
    tree = LexborHTMLParser(markup)
    for node in tree.css(_HIDDEN):
        if node.tag not in ("body", "html"):
            node.decompose()
    pieces: list[str] = []
    if tree.body is not None:
        _walk(tree.body, pieces)
    return charsets.clean(_tidy("".join(pieces)))


def _walk(root: LexborNode, pieces: list[str]) -> None:
    """Depth first without recursion: hostile pages are nested as deep as they are long."""
    node: LexborNode | None = root
    while node is not None:
        _open(node, pieces)
        child = node.child
        while child is None:
            if node.mem_id == root.mem_id:
                return
            _close(str(node.tag), pieces)
            if node.next is not None:
                child = node.next
            else:
                node = node.parent
                if node is None:
                    return
        node = child


def _open(node: LexborNode, pieces: list[str]) -> None:
    tag = node.tag
    if tag == "-text":
        pieces.append(_BLANKS.sub(" ", node.text_content or ""))
    elif tag == "br":
        pieces.append("\n")
    elif tag in _BLOCKS:
        pieces.append("\n\n" if tag in _SPARSE else "\n")


def _close(tag: str, pieces: list[str]) -> None:
    if tag in ("td", "th"):
        pieces.append("\t")
    elif tag in _BLOCKS:
        pieces.append("\n\n" if tag in _SPARSE else "\n")


def _tidy(text: str) -> str:
    text = _SPACES.sub(" ", text.replace("\xa0", " ")).replace("\t\n", "\n")
    return _MANY_LINES.sub("\n\n", _AROUND_LINES.sub("\n", text)).strip()
