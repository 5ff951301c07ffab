"""Which characters of a letter the shipped fonts lack; asked only after a letter failed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mailroom.letters.preview import preview_text
from mailroom.records.letter import Letter

_NOT_A_CHARACTER = "\uffff"


def missing_characters(fonts: Path, letters: Sequence[Letter]) -> tuple[str, ...]:
    """Code points such as U+1F600, sorted. A glyph is missing when it draws like no character."""
    from PIL import ImageFont

    font = ImageFont.truetype(min(fonts.glob("*-Regular.otf")), 40)
    blank = bytes(font.getmask(_NOT_A_CHARACTER))
    text = {sign for letter in letters for sign in preview_text(letter) if not sign.isspace()}
    lacking = sorted(sign for sign in text if bytes(font.getmask(sign)) == blank)
    return tuple(f"U+{ord(sign):04X}" for sign in lacking)
