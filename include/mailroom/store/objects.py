"""Originals and letters by their SHA-256: written once, checked whenever they are read."""

from __future__ import annotations

import hashlib
from pathlib import Path

from mailroom.errors import ObjectLost
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

    def put_file(self, path: Path) -> str | None:
        """The same for a file, never held in memory; None when it is being changed meanwhile.

        Raises FileNotFoundError when it is no longer there.
        """
        with path.open("rb") as file:
            name = hashlib.file_digest(file, "sha256").hexdigest()
        if self.has(name) or self._files.copy_in(_key(name), path, name):
            return name
        return None

    def get(self, name: str) -> bytes:
        """The bytes of an object. Raises ObjectLost when it is missing or was changed."""
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


def _lost(name: str, how: str) -> ObjectLost:
    return ObjectLost(f"object {name[:12]}… {how} the store: restore it from the backup")


def _key(name: str) -> str:
    return f"{name[:2]}/{name[2:4]}/{name}"
