"""What the second reader sees of an item: words, pairs of words, pieces of words, who writes.

Nothing of a person may lie in a model: tokens with digits become one class, and training drops what
few texts share (`training.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from mailroom.casework.matching.flat import flatten
from mailroom.casework.matching.folding import fold
from mailroom.records.finding import ItemText

_OWN = ("subject", "text")
_DIGITS = re.compile(r"\S*\d\S*")
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+|https?://\S+|www\.\S+")
_PIECES = (3, 4, 5)
MOST_WORDS = 400
"""Words of an item that are read: what comes after seldom says what is asked for."""


def words_of(item: ItemText) -> list[str]:
    """The first words of the writer's own, flat; digits are `0`, addresses of the net `@`.

    Attachments count where the writer said nothing, quoted words where there is nothing else.
    """
    parts = [item.parts[name] for name in _OWN if item.parts.get(name, "").strip()]
    if not parts:
        parts = [text for text in item.parts.values() if text.strip()]
    text = _ADDRESS.sub(" webaddress ", "\n\n".join(parts))
    return [_DIGITS.sub("0", word) for word in flatten(fold(text)).split()[:MOST_WORDS]]


def word_features(words: list[str], item: ItemText) -> set[str]:
    """Words, pairs of neighbours, capacity and channel."""
    pairs = {f"{one} {two}" for one, two in pairwise(words)}
    return {*words, *pairs, f"<{item.capacity}>", f"<{item.channel}>"}


def piece_features(words: list[str]) -> set[str]:
    """Pieces of three to five letters of each word with its edges, so that slips do not blind."""
    return {piece for word in set(words) for piece in pieces_of(word)}


def pieces_of(word: str) -> Iterator[str]:
    """The pieces of one word, `_` for its edges."""
    edged = f"_{word}_"
    for size in _PIECES:
        for start in range(len(edged) - size + 1):
            yield edged[start : start + size]
