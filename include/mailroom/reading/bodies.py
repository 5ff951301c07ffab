"""What of a message is its body, and what is attached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailroom.reading import charsets, flowed, html, transfer
from mailroom.reading.mime import Part
from mailroom.reading.words import parameters, squeezed

_UUENCODED = re.compile(
    r"^begin [0-7]{3,4} ([^\n]{1,255})\n"
    r"((?:[ -`][^\n]{0,90}\n){1,200000}?)(?:`\n)?end[ ]*(?:\n|\Z)",
    re.MULTILINE,
)

_MARKUP = frozenset({"text/html", "text/enriched", "text/richtext"})
_NO_WORDS = frozenset(
    {
        "text/calendar",
        "text/css",
        "text/csv",
        "text/directory",
        "text/javascript",
        "text/rfc822-headers",
        "text/rtf",
        "text/vcard",
        "text/x-vcard",
        "text/xml",
    }
)


@dataclass(frozen=True, slots=True)
class Attached:
    """An attached part with its transfer encoding undone."""

    name: str | None
    media_type: str
    content: bytes
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """The text a person sees first, and everything else."""

    text: str
    attached: tuple[Attached, ...]


def body_of(root: Part) -> Body:
    """The plain alternative where there is one, else the HTML as text; the rest is attached."""
    texts: dict[str, str] = {}  # the same words twice, plain and HTML side by side, count once
    attached: list[Attached] = []
    for found in _walk(root):
        if isinstance(found, Attached):
            attached.append(found)
        elif found.strip():
            texts.setdefault(" ".join(found.split()), found.strip("\n"))
    return Body("\n\n".join(texts.values()), tuple(attached))


def _walk(part: Part) -> Iterator[str | Attached]:
    if part.media_type == "multipart/alternative" and part.children:
        yield from _alternative(part)
    elif part.media_type == "multipart/related" and part.children:
        yield from _related(part)
    elif part.children:
        for child in part.children:
            yield from _walk(child)
    elif is_text(part):
        yield from _text(part)
        if file_name(part):
            yield _attached(part)
    elif part.body.strip() or file_name(part) or part.headers:
        yield _attached(part)


def _alternative(part: Part) -> Iterator[str | Attached]:
    """The best child as text; of the others only what is no text at all."""
    found = [list(_walk(child)) for child in part.children]
    best = _best([_sees(child) for child in part.children], found)
    for number, pieces in enumerate(found):
        yield from (p for p in pieces if number == best or isinstance(p, Attached))


def _best(kinds: list[str], found: list[list[str | Attached]]) -> int:
    """The first plain alternative with words, else the first other one with words."""
    worded = [
        n for n, each in enumerate(found) if any(isinstance(p, str) and p.strip() for p in each)
    ]
    return next((n for n in worded if kinds[n] == "text/plain"), worded[0] if worded else 0)


def _sees(part: Part) -> str:
    """The media type of the first leaf."""
    while part.children:
        part = part.children[0]
    return part.media_type


def _related(part: Part) -> Iterator[str | Attached]:
    """The first child is the document; what has a Content-ID belongs to it and is attached."""
    first, *others = part.children
    yield from _walk(first)
    for child in others:
        if not child.children and child.first("content-id"):
            yield _attached(child)
        else:
            yield from _walk(child)


def is_text(part: Part) -> bool:
    """True for words meant to be read with the message, not for an attached text file.

    An unknown kind of text is plain text (RFC 2046, 4.1.4); without a disposition it is shown even
    when it has a name (RFC 2183), and then stands among the attachments as well.
    """
    if not part.media_type.startswith("text/") or part.media_type in _NO_WORDS:
        return False
    return disposition(part) == "" or (disposition(part) != "attachment" and not file_name(part))


def disposition(part: Part) -> str:
    """`inline`, `attachment` or whatever else the header says; empty where it is absent."""
    return parameters(part.first("content-disposition") or b"")[0]


def file_name(part: Part) -> str | None:
    """The attached file's name, decoded; metadata only, never a path."""
    _, given = parameters(part.first("content-disposition") or b"")
    return squeezed(given.get("filename") or part.parameters.get("name") or "")


def _attached(part: Part) -> Attached:
    return Attached(file_name(part), part.media_type, part.content, bool(part.first("content-id")))


def _text(part: Part) -> Iterator[str | Attached]:
    charset = part.charset
    if part.media_type not in _MARKUP:
        text = charsets.decode(part.content, charset)
        if part.parameters.get("format", "").lower() == "flowed":
            delete = part.parameters.get("delsp", "").lower() == "yes"
            text = flowed.unflow(text, delete_space=delete)
        yield from _without_uuencoded(text)
    else:
        content = part.content
        yield html.to_text(charsets.decode(content, charset or html.declared_charset(content)))


def _without_uuencoded(text: str) -> Iterator[str | Attached]:
    """Files written into the text itself, as mailers did before MIME, are attachments."""
    if "begin " not in text:
        yield text
        return
    yield _UUENCODED.sub("", text)
    for found in _UUENCODED.finditer(text):
        content = transfer.from_uuencode(found[0].encode("latin-1", "replace"))
        yield Attached(squeezed(found[1]), "application/octet-stream", content)
