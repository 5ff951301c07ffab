"""What every kind of source can do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from mailroom.records.mail import Arrival
from mailroom.store.files import sync_folder

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


def set_aside(path: Path) -> None:
    """Move a taken file into `done/` beside it, never over another, and make the move last."""
    done = path.parent / DONE
    done.mkdir(exist_ok=True)
    target = done / path.name
    number = 1
    while target.exists():
        target = done / f"{path.stem}~{number}{path.suffix}"
        number += 1
    path.rename(target)
    sync_folder(done)
    sync_folder(path.parent)


def files_in(folder: Path) -> list[Path]:
    """Plain files of a folder by name, hidden ones and half-written ones left out."""
    if not folder.is_dir():
        return []
    return sorted(
        path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")
    )
