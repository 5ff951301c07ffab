"""Breaks files the ways transport breaks them."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from enum import StrEnum

from mailroom.samples.messages import Message
from mailroom.samples.scenes import Happening


class Damage(StrEnum):
    """What is wrong with a file."""

    TRUNCATED = "truncated"
    GARBAGE = "garbage"
    LOCKED = "locked"
    EMPTY = "empty"


def damage_of(message: Message, kinds: Sequence[Damage]) -> Damage | None:
    """Which damage a message's file has, None for most."""
    if message.scene.happening is not Happening.DAMAGED:
        return None
    return kinds[message.scene.number % len(kinds)]


def damaged(content: bytes, damage: Damage) -> bytes:
    """The file after the damage; always the same bytes for the same file."""
    if damage is Damage.EMPTY:
        return b""
    if damage is Damage.GARBAGE:
        return random.Random(len(content)).randbytes(4096)
    return _locked(content) if damage is Damage.LOCKED else content[: len(content) * 2 // 5]


def _locked(content: bytes) -> bytes:
    """A PDF behind a password. RC4 with a fixed id, since stronger ciphers salt at random."""
    import pikepdf

    stream = io.BytesIO()
    lock = pikepdf.Encryption(owner="owner", user="sesame", R=3, aes=False, metadata=False)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(stream, encryption=lock, static_id=True)
    return stream.getvalue()
