"""What the second reader sees of an item: words, pairs and pieces of words, meaning, who writes.

Nothing of a person may lie in a model: tokens with digits become one class, and training drops what
few texts share (`training.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from mailroom.casework.matching.flat import flatten
from mailroom.casework.matching.folding import fold
from mailroom.casework.second_reader.adapter import Matrix
from mailroom.casework.second_reader.encoder import DIMENSIONS, installed_encoder
from mailroom.records.finding import ItemText
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity

_DIGITS = re.compile(r"\S*\d\S*")
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+|https?://\S+|www\.\S+")
_PIECES = (3, 4, 5)
MOST_WORDS = 400
"""Words of an item that are read: what comes after seldom says what is asked for."""


_CAPACITIES, _CHANNELS = list(Capacity), list(Channel)
_OF_CAPACITY, _OF_CHANNEL = 0.5, 0.3  # weights beside a meaning of length 1; by cross-validation
MEANING = DIMENSIONS + len(_CAPACITIES) + len(_CHANNELS)
"""How many numbers say what an item means."""


def meanings_of(items: Sequence[ItemText]) -> Matrix:
    """Items by MEANING numbers: what the writer's own words mean, and who writes by which channel.

    Raises PolicyFault when the sentence encoder is not installed.
    """
    return _with_writers(_encoded(tuple(map(writers_words, items))), items)


def meanings_of_many(some: Sequence[Sequence[ItemText]]) -> list[Matrix]:
    """The same of many times a few items, by all cores.

    Raises PolicyFault when the sentence encoder is not installed.
    """
    encoded = installed_encoder().encode_all([writers_words(one) for one in few] for few in some)
    return [_with_writers(means, few) for means, few in zip(encoded, some, strict=True)]


def _with_writers(means: Matrix, items: Sequence[ItemText]) -> Matrix:
    return np.concatenate([means, np.array([who_writes(one) for one in items])], axis=1)


def writers_words(item: ItemText) -> str:
    """The writer's own words, as they stand."""
    return "\n\n".join(item.own.values())


def who_writes(item: ItemText) -> Matrix:
    """A number for each capacity and each channel: 0 but for the item's own two."""
    numbers = np.zeros(MEANING - DIMENSIONS, dtype=np.float32)
    numbers[_CAPACITIES.index(item.capacity)] = _OF_CAPACITY
    numbers[len(_CAPACITIES) + _CHANNELS.index(item.channel)] = _OF_CHANNEL
    return numbers


@lru_cache(maxsize=8)
def _encoded(texts: tuple[str, ...]) -> Matrix:
    """Two readers, or two sets of rules, are often asked about one item in turn."""
    return installed_encoder().encode_together(texts)


def words_of(item: ItemText) -> list[str]:
    """The first of the writer's own words, flat; digits are `0`, addresses of the net one word."""
    text = _ADDRESS.sub(" webaddress ", writers_words(item))
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
