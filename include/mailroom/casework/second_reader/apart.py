"""The sentences of an item one by one, so that a small request beside a large one is heard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailroom.casework.second_reader.features import MOST_WORDS, writers_words
from mailroom.records.finding import ItemText

FEWEST_WORDS = 5
"""A sentence of fewer words is read with the one before it."""
MOST_SENTENCES = 12
"""Of more, neighbours are read together."""
_BETWEEN = re.compile(r"(?<=[.?!])\s+|\n+")


def apart(item: ItemText) -> list[ItemText]:
    """The writer's own sentences, each as if it were all that was written; none where there is but
    one."""
    said = _with_short_ones(_BETWEEN.split(writers_words(item)))
    together = -(-len(said) // MOST_SENTENCES)
    if len(said) < 2:
        return []
    return [
        replace(item, parts={"text": " ".join(said[at : at + together])})
        for at in range(0, len(said), together)
    ]


def _with_short_ones(sentences: Sequence[str]) -> list[str]:
    """The sentences that are read at all, the short ones joined to those before or after."""
    said: list[str] = []
    words = 0
    for sentence in sentences:
        count = len(sentence.split())
        if not count or words >= MOST_WORDS:
            continue
        words += count
        if said and min(count, len(said[-1].split())) < FEWEST_WORDS:
            said[-1] = f"{said[-1]} {sentence.strip()}"
        else:
            said.append(sentence.strip())
    return said
