"""format=flowed (RFC 3676): lines that were broken for width are joined again."""

from __future__ import annotations

import re

_DEPTH = re.compile(r"^>*")


def unflow(text: str, *, delete_space: bool = False) -> str:
    """The text with soft line breaks undone; quoting depth and the signature mark are kept."""
    done: list[str] = []
    flowing: tuple[int, str] | None = None
    for line in text.split("\n"):
        depth = len(_DEPTH.match(line).group())  # type: ignore[union-attr]  # matches always
        rest = line[depth:].removeprefix(" ")
        if flowing and (flowing[0] != depth or rest == "-- "):
            done.append(_quoted(*flowing))
            flowing = None
        rest = (flowing[1] if flowing else "") + rest
        if rest.endswith(" ") and rest != "-- ":
            flowing = (depth, rest[:-1] if delete_space else rest)
        else:
            done.append(_quoted(depth, rest))
            flowing = None
    if flowing:
        done.append(_quoted(*flowing))
    return "\n".join(done)


def _quoted(depth: int, line: str) -> str:
    return f"{'>' * depth} {line}" if depth else line
