"""Originals and letters by their SHA-256: written once, checked whenever they are read."""

from __future__ import annotations

import hashlib

from mailroom.errors import MachineryFault
from mailroom.store.files import Files


class ObjectStore:
    """Content-addressed bytes below one URL."""

    def __init__(self, url: str) -> None:
        self._files = Files(url)

    def put(self, content: bytes) -> str:
        """Store bytes once and return their SHA-256; harmless when they are there already."""
        name = hashlib.sha256(content).hexdigest()
        if not self.has(name):
            self._files.write(_key(name), content)
        return name

    def get(self, name: str) -> bytes:
        """The bytes of an object. Raises MachineryFault when it is missing or was changed."""
        try:
            content = self._files.read(_key(name))
        except FileNotFoundError:
            raise _lost(name, "is missing from") from None
        if hashlib.sha256(content).hexdigest() != name:
            raise _lost(name, "was changed in")
        return content

    def has(self, name: str) -> bool:
        """True when an object of this name is stored; its content is not looked at."""
        return self._files.has(_key(name))


def _lost(name: str, how: str) -> MachineryFault:
    return MachineryFault(f"object {name[:12]}… {how} the store: restore it from the backup")


def _key(name: str) -> str:
    return f"{name[:2]}/{name[2:4]}/{name}"
