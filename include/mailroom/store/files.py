"""Files below one URL: a local folder, or anything fsspec knows.

On a local folder a file is written to a temporary name, fsynced, renamed, and its folder fsynced,
so that a name that can be seen always has its whole content.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

PIECE = 1 << 20  # bytes


class Files:
    """Named bytes below a URL. Keys are relative paths with `/`."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        remote = "://" in url and not url.startswith("file://")
        self._folder = None if remote else Path(url.removeprefix("file://"))

    def write(self, key: str, content: bytes) -> str:
        """Write a file whole, over what was there; return where it lies."""
        if self._folder is not None:
            write_whole(self._folder / key, content)
            return str(self._folder / key)
        # An object store shows an object only when all of it is there: no temporary name needed.
        self._filesystem().pipe_file(f"{self.url}/{key}", content)
        return f"{self.url}/{key}"

    def copy_in(self, key: str, path: Path, sha256: str) -> bool:
        """Copy a local file here, piece by piece; False, and nothing here, when it is not, or no
        longer, what `sha256` says."""
        if self._folder is not None:
            return copy_whole(path, self._folder / key, sha256)
        self._filesystem().put_file(str(path), f"{self.url}/{key}")
        with path.open("rb") as file:
            is_whole = hashlib.file_digest(file, "sha256").hexdigest() == sha256
        if not is_whole:
            self.remove(key)
        return is_whole

    def remove(self, key: str) -> None:
        """Take a file away. Harmless when there is none."""
        if self._folder is not None:
            (self._folder / key).unlink(missing_ok=True)
        elif self.has(key):
            self._filesystem().rm_file(f"{self.url}/{key}")

    def read(self, key: str) -> bytes:
        """The bytes of a file. Raises FileNotFoundError."""
        if self._folder is not None:
            return (self._folder / key).read_bytes()
        return bytes(self._filesystem().cat_file(f"{self.url}/{key}"))

    def has(self, key: str) -> bool:
        """True when there is a file of this name."""
        if self._folder is not None:
            return (self._folder / key).is_file()
        return bool(self._filesystem().exists(f"{self.url}/{key}"))

    def _filesystem(self) -> Any:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped]

        return url_to_fs(self.url)[0]


def write_whole(path: Path, content: bytes) -> None:
    """Write a local file so that it is either not there or whole, also after a power cut."""
    _write_pieces(path, iter((content,)))


def copy_whole(source: Path, path: Path, sha256: str) -> bool:
    """The same with what another file holds; False, and no file, when that is not what was said."""
    with source.open("rb") as file:
        return _write_pieces(path, iter(partial(file.read, PIECE), b""), sha256)


def _write_pieces(path: Path, pieces: Iterator[bytes], sha256: str | None = None) -> bool:
    _make_folder(path.parent)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    digest = hashlib.sha256()
    try:
        with temporary.open("wb") as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
            file.flush()
            os.fsync(file.fileno())
        if sha256 not in (None, digest.hexdigest()):
            return False
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)
    return True


def sync_folder(folder: Path) -> None:
    """Make what was renamed inside a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)
