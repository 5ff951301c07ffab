"""An address as somebody typed it, cut into clean lines."""

from __future__ import annotations

import re
import unicodedata

_BEFORE_STOP = re.compile(r" +(?=[.,])")
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


def clean_lines(text: str) -> tuple[str, ...]:
    """The lines that say something: single spaces, no invisible characters, no comma at the end."""
    return tuple(line for line in map(_clean, text.splitlines()) if line)


def _clean(line: str) -> str:
    spaced = " ".join(line.split())
    seen = "".join(sign for sign in spaced if unicodedata.category(sign) not in _UNSEEN)
    return _BEFORE_STOP.sub("", " ".join(seen.split()).rstrip(" ,")).rstrip(" ,")
