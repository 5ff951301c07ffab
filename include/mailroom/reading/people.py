"""Who stands in From, To and Cc, and the moment in Date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz

from mailroom.reading import words
from mailroom.records.reading import Mailbox

MAX_MAILBOXES = 1_000
_TOKEN = re.compile(
    r"""(?P<quoted>"(?:[^"\\]|\\.){0,1000}+")
      | (?P<angle><[^<>]*>)
      | (?P<comment>\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\))
      | (?P<word>=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,1000}\?=)
      | (?P<mark>[,;:])
      | (?P<plain>[^"<(,;:=]+|.)""",
    re.VERBOSE | re.DOTALL,
)
_GMT_OFFSET = re.compile(r"\b(?:GMT|UTC)([+-])(\d{1,2})\b(?!:)")
_COMMENT = re.compile(r"\([^()]*\)")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class _Entry:
    """The pieces of one address while it is read."""

    def __init__(self) -> None:
        self.name: list[str] = []
        self.comments: list[str] = []
        self.angle: str | None = None

    def take(self, kind: str, text: str) -> None:
        if kind == "angle":
            self.angle = text[1:-1]
        elif kind == "comment":
            self.comments.append(text[1:-1])
        elif kind == "quoted":
            self.name.append(_ESCAPED.sub(r"\1", text[1:-1]))
        else:
            self.name.append(text)

    def mailbox(self) -> Mailbox | None:
        name = words.squeezed(_decoded("".join(self.name)))
        if self.angle is not None:
            return Mailbox(_unquoted(name), _email(self.angle))
        comment = words.squeezed(_decoded(" ".join(self.comments)))
        if name and "@" in name:
            return Mailbox(comment, _bare_email(self.name))
        return Mailbox(name, None) if name else None


def mailboxes(raw: bytes) -> tuple[Mailbox, ...]:
    """The mailboxes of an address header, groups opened, names decoded."""
    return tuple(_entries(raw.decode("latin-1")))[:MAX_MAILBOXES]


def _entries(line: str) -> Iterator[Mailbox]:
    entry = _Entry()
    for token in _TOKEN.finditer(line):
        kind, text = str(token.lastgroup), token.group()
        if kind != "mark":
            entry.take(kind, text)
        elif text == ":" and entry.angle is None:
            entry = _Entry()  # the name of a group, or of a route
        elif mailbox := entry.mailbox():
            yield mailbox
            entry = _Entry()
        else:
            entry = _Entry()
    if mailbox := entry.mailbox():
        yield mailbox


def _decoded(text: str) -> str:
    return words.text_of(text.encode("latin-1", "replace"))


def _unquoted(name: str | None) -> str | None:
    if name and len(name) > 2 and name[0] == name[-1] and name[0] in "'\"":
        return name[1:-1].strip() or None
    return name


def _bare_email(pieces: list[str]) -> str | None:
    """An address without brackets: of several words the first that is one, `Jo jo@x.org`.

    `"jo doe"@x.org` is none: nothing is made up from its halves.
    """
    words_ = _decoded("".join(pieces)).split()
    if len(words_) > 1 and any(piece.startswith("@") for piece in pieces):
        return None
    whole = next((word for word in words_ if _ADDRESS.fullmatch(word)), None)
    return _email(whole or "".join(words_))


def _email(text: str) -> str | None:
    """The address without comments, blanks and a route before it."""
    plain = "".join(_COMMENT.sub("", _decoded(text)).split())
    if plain.startswith("@") and ":" in plain:
        plain = plain.rpartition(":")[2]
    return plain or None


def moment(raw: bytes) -> datetime | None:
    """The header's date in UTC; one without an offset is taken for UTC. None if it is none."""
    text = _COMMENT.sub(" ", words.text_of(raw)[:200]).replace(" at ", " ")
    text = _GMT_OFFSET.sub(lambda found: f"{found[1]}{found[2]:0>2}00", text)
    try:
        parsed = parsedate_tz(" ".join(text.split()))
        if parsed is None:
            return None
        local = datetime(*parsed[:6], tzinfo=UTC)
        return local - timedelta(seconds=parsed[9] or 0)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
