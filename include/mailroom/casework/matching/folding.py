"""Text to ASCII without changing its length, so that offsets stay true."""

from __future__ import annotations

import codecs
import unicodedata
from functools import lru_cache

_HANDLER = "mailroom_fold"
_SIGNS = {"‘": "'", "’": "'", "ʼ": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-"}


def fold(text: str) -> str:
    """ASCII of the same length: letters lose their marks, other signs become a blank."""
    return text if text.isascii() else text.encode("ascii", _HANDLER).decode("ascii")


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    if sign in _SIGNS:
        return _SIGNS[sign]
    first = unicodedata.normalize("NFKD", sign)[0]
    return first if first.isascii() and first.isprintable() else " "


def _fold_error(fault: UnicodeError) -> tuple[str, int]:
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    return "".join(map(_plain, fault.object[fault.start : fault.end])), fault.end


codecs.register_error(_HANDLER, _fold_error)
