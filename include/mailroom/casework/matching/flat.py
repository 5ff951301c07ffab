"""A text made flat: its words in small letters with one blank between, a line feed between
sentences. Automata run over it quickly; the number of a word leads back to the text."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

_LETTERS = b"abcdefghijklmnopqrstuvwxyz0123456789"
_TABLE = bytes(
    sign
    if sign in _LETTERS
    else sign + 32
    if 65 <= sign <= 90
    else 10
    if sign in b"!;\x01"
    else 63
    if sign == 63
    else 32
    for sign in range(256)
)
_APART, _IN_A_WORD, _WORD = range(3)
_KINDS = bytes(
    _WORD if sign == 63 else _IN_A_WORD if chr(sign).isalnum() and sign < 128 else _APART
    for sign in range(256)
)
"""Of every ASCII sign whether it is part of a word, a word by itself, or neither."""
_BREAKS = re.compile(r"\n[ \t]*(?=\n|[-*>]|\d{1,2}[.)][ \t])")
_NO_END = re.compile(
    r"\n(?:(?<= [a-z] \n)|(?<= mr \n)|(?<= ms \n)|(?<= dr \n)|(?<= st \n)|(?<= no \n)|(?<= mrs \n)"
    r"|(?<= ref \n)|(?<= ext \n)|(?<= messrs \n))"
)


def flatten(folded: str) -> str:
    """The words of a folded text, ` like this one ? \\n and the next `.

    A question mark is a word of its own, at the end of its sentence. A stop ends a sentence where a
    blank follows it, and not after `Mr.` and the like; so do a blank line and a list's next line.
    """
    text = _BREAKS.sub("\x01", folded) if "\n" in folded else folded
    stops = text.replace(". ", "\x01 ").replace(".\n", "\x01 ").replace('."', "\x01 ")
    flat = stops.encode("ascii").translate(_TABLE).decode("ascii")
    flat = " " + flat.replace("?", " ? \n").replace("\n", " \n ") + " "
    while "  " in flat:
        flat = flat.replace("  ", " ")
    return _NO_END.sub("", flat).replace("  ", " ") if "\x01" in stops else flat


def word_places(folded: str) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The characters at which each word of a folded text starts, and those after its end, as
    `flatten` counts words."""
    kinds = np.frombuffer(b"\0" + folded.encode("ascii").translate(_KINDS) + b"\0", np.uint8)
    before, here, after = kinds[:-2], kinds[1:-1], kinds[2:]
    alone, worded = here == _WORD, here != _APART
    starts = worded & (alone | (here != before))
    ends = worded & (alone | (here != after))
    return starts.nonzero()[0], ends.nonzero()[0] + 1


def words_before(flat: str, position: int) -> int:
    """How many words stand before a blank of a flat text."""
    return flat.count(" ", 0, position) - flat.count("\n", 0, position)
