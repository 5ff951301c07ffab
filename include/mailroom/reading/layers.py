"""Is the text layer of a page what a person sees on it?

Fonts without a proper mapping give characters that stand for other letters. Some give themselves
away at once (`is_sound`); others are doubtful, and OCR of the page decides.
"""

from __future__ import annotations

import re

_MAX_STRANGE = 0.15
_MIN_CHARACTERS = 40
_MIN_LETTERS = 0.4
_MIN_WORDS = 8
_MAX_UNSPEAKABLE = 0.4
_LEADERS = re.compile(r"([._\-=*·…])\1{2,}")
_LATIN_WORD = re.compile(r"[A-Za-z]{4,}")
_VOWEL = re.compile(r"[aeiouyw]", re.IGNORECASE)


def is_sound(text: str) -> bool:
    """False for an empty layer and for one whose characters are no letters anybody knows."""
    characters = [character for character in text if not character.isspace()]
    if not characters:
        return False
    return sum(map(_is_strange, characters)) / len(characters) <= _MAX_STRANGE


def is_doubtful(text: str) -> bool:
    """True where signs outnumber letters, or most words cannot be spoken."""
    characters = [character for character in _LEADERS.sub("", text) if not character.isspace()]
    if len(characters) < _MIN_CHARACTERS:
        return False
    if sum(map(str.isalnum, characters)) / len(characters) < _MIN_LETTERS:
        return True
    words = _LATIN_WORD.findall(text)
    mute = sum(_VOWEL.search(word) is None for word in words)
    return len(words) >= _MIN_WORDS and mute / len(words) > _MAX_UNSPEAKABLE


def _is_strange(character: str) -> bool:
    """Control, private-use and replacement characters: a font without a mapping."""
    code = ord(character)
    return code < 0x20 or 0x7F <= code < 0xA0 or 0xE000 <= code < 0xF900 or code >= 0xFFFD
