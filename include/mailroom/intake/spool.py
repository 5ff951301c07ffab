"""What every kind of source can do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from mailroom.records.mail import Arrival
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

    def take(self, name: str, content: bytes) -> None:
        """The receipt is committed: move the file, or remember that it may stay.

        A file that is no longer what was read (its writer had not finished) stays; what was
        receipted of it is laid aside, and the rest comes with the next run.
        """
        path = self._folder / name
        if not self._move:
            self._left.add(name)
        elif path.exists() and path.stat().st_size == len(content):
            move_beside(path, self._folder / DONE / name)
        elif path.exists():
            write_whole(_free_name(self._folder / DONE / name, content), content)

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


def move_beside(path: Path, target: Path) -> None:
    """Move a file to another folder of its source, over its own copy but never over another file,
    and make the move last."""
    target.parent.mkdir(parents=True, exist_ok=True)
    path.replace(_free_name(target, path.read_bytes()))
    sync_folder(target.parent)
    sync_folder(path.parent)


def _free_name(target: Path, content: bytes) -> Path:
    free, number = target, 1
    while free.exists() and free.read_bytes() != content:
        free = target.with_name(f"{target.stem}~{number}{target.suffix}")
        number += 1
    return free
