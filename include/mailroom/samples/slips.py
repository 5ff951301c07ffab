"""Typing errors, the way hands make them: letters swapped, left out or doubled."""

from __future__ import annotations

import random
import re

_WORD = re.compile(r"[A-Za-z]{6,}")


def mistype(text: str, chance: random.Random, slips: int = 2) -> str:
    """Damage up to `slips` long words; numbers, addresses and short words stay as they are."""
    words = [found for found in _WORD.finditer(text) if not _in_address(text, found)]
    for found in sorted(
        chance.sample(words, k=min(slips, len(words))), key=lambda one: -one.start()
    ):
        text = text[: found.start()] + _slip(found.group(), chance) + text[found.end() :]
    return text


def _in_address(text: str, found: re.Match[str]) -> bool:
    around = text[max(0, found.start() - 1) : found.end() + 1]
    return "@" in around or "." in around[:1]


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randint(1, len(word) - 3)
    kind = chance.choice(("swap", "drop", "double"))
    if kind == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at + 1 :] if kind == "drop" else word[:at] + word[at] + word[at:]
