"""Originals and letters by their SHA-256, on any fsspec URL.

On a local folder an object is written to a temporary file, fsynced, renamed, and its folder
fsynced, so that a name that can be seen always has its whole content.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from mailroom.errors import MachineryFault


class ObjectStore:
    """Content-addressed bytes below one URL."""

    def __init__(self, url: str) -> None:
        self._local = None if "://" in url and not url.startswith("file://") else Path(
            url.removeprefix("file://")
        )  # fmt: skip
        self._url = url.rstrip("/")

    def put(self, content: bytes) -> str:
        """Store bytes once and return their SHA-256; harmless when they are there already."""
        name = hashlib.sha256(content).hexdigest()
        if self._local is not None:
            _put_local(self._local / _key(name), content)
        else:
            self._put_remote(_key(name), content)
        return name

    def get(self, name: str) -> bytes:
        """The bytes of an object. Raises MachineryFault when it is missing or was changed."""
        try:
            content = self._read(_key(name))
        except FileNotFoundError:
            raise MachineryFault(
                f"object {name[:12]}… is missing from the store: restore it from the backup"
            ) from None
        if hashlib.sha256(content).hexdigest() != name:
            raise MachineryFault(
                f"object {name[:12]}… was changed in the store: restore it from the backup"
            )
        return content

    def has(self, name: str) -> bool:
        """True when an object of this name is stored; its content is not looked at."""
        if self._local is not None:
            return (self._local / _key(name)).is_file()
        return bool(self._filesystem().exists(f"{self._url}/{_key(name)}"))

    def _read(self, key: str) -> bytes:
        if self._local is not None:
            return (self._local / key).read_bytes()
        return bytes(self._filesystem().cat_file(f"{self._url}/{key}"))

    def _put_remote(self, key: str, content: bytes) -> None:
        # An object store shows an object only when all of it is there: no temporary name needed.
        path = f"{self._url}/{key}"
        if not self._filesystem().exists(path):
            self._filesystem().pipe_file(path, content)

    def _filesystem(self):  # type: ignore[no-untyped-def]
        import fsspec

        return fsspec.core.url_to_fs(self._url)[0]


def write_whole(path: Path, content: bytes) -> None:
    """Write a local file so that it is either not there or whole, also after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames inside a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _put_local(path: Path, content: bytes) -> None:
    if not path.is_file():
        write_whole(path, content)


def _key(name: str) -> str:
    return f"{name[:2]}/{name[2:4]}/{name}"
