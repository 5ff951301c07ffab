"""What every kind of source can do."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from mailroom.records.mail import Arrival, Large
from mailroom.store.files import sync_folder, write_whole

DONE = "done"


@dataclass(frozen=True, slots=True)
class Offer:
    """How many things lie at a source: all of them, and those not acknowledged yet."""

    offered: int
    waiting: int


class Spool(Protocol):
    """A source while mail is taken off it."""

    def waiting(self) -> Iterator[Arrival]:
        """What is not acknowledged yet, in a steady order, read one at a time."""

    def acknowledge(self, arrival: Arrival) -> None:
        """The receipt is committed: the source may let go. Harmless when called again."""

    def offer(self) -> Offer:
        """Count what lies here, for reconciliation."""


class Tray:
    """Files directly in one folder; taken ones lie in its `done/`, unless they are to be left."""

    def __init__(self, folder: Path, *, move: bool) -> None:
        self._folder = folder
        self._move = move
        self._left: set[str] = set()

    def files(self) -> list[Path]:
        """What is not taken, by name."""
        return files_in(self._folder)

    def taken(self) -> list[Path]:
        """What lies in `done/`, by name."""
        return files_in(self._folder / DONE)

    def take(self, name: str, content: bytes | Large) -> None:
        """The receipt is committed: move the file, or remember that it may stay.

        A file that is no longer what was read (its writer had not finished) stays; what was
        receipted of it is laid aside, and the rest comes with the next run. Of a large file nothing
        is laid aside: it lies in the object store.
        """
        path = self._folder / name
        if not self._move:
            self._left.add(name)
        elif path.exists() and is_still(path, content):
            move_beside(path, self._folder / DONE / name)
        elif path.exists() and isinstance(content, bytes):
            write_whole(_free_name_for(self._folder / DONE / name, content), content)

    def offer(self) -> Offer:
        """Files here and in `done/`; those nobody took wait."""
        files = self.files()
        waiting = sum(path.name not in self._left for path in files)
        return Offer(len(files) + len(self.taken()), waiting)


def files_in(folder: Path) -> list[Path]:
    """Plain files of a folder by name, hidden ones and half-written ones left out."""
    if not folder.is_dir():
        return []
    return sorted(
        path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")
    )


def content_of(path: Path, largest: int) -> bytes | Large:
    """What a file holds, or where it lies when that is more than `largest` bytes.

    What is written to it meanwhile is not read: it is missed when the file is taken.
    """
    with path.open("rb") as file:
        found = os.fstat(file.fileno())
        if found.st_size <= largest:
            return file.read(found.st_size)
    return Large(path, found.st_size, found.st_mtime_ns)


def is_still(path: Path, content: bytes | Large) -> bool:
    """Whether a file holds what was found in it; a large one by its size and last change."""
    if isinstance(content, Large):
        return content_of(path, content.bytes - 1) == content
    return content_of(path, len(content)) == content


def move_beside(path: Path, target: Path) -> None:
    """Move a file to another folder of its source, over its own copy but never over another file,
    and make the move last."""
    target.parent.mkdir(parents=True, exist_ok=True)
    path.replace(_free_name(target, path))
    sync_folder(target.parent)
    sync_folder(path.parent)


def _free_name(target: Path, path: Path) -> Path:
    """A name at which nothing lies but a copy of the file at `path`."""
    return _free(target, lambda free: _digest(free) == _digest(path))


def _free_name_for(target: Path, content: bytes) -> Path:
    return _free(target, lambda free: is_still(free, content))


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _free(target: Path, is_copy: Callable[[Path], bool]) -> Path:
    free, number = target, 1
    while free.exists() and not is_copy(free):
        free = target.with_name(f"{target.stem}~{number}{target.suffix}")
        number += 1
    return free
