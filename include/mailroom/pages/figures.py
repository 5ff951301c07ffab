"""What the post-room page shows: headings with counts below them, and never a value of a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what is counted, in words, and how many."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines."""

    title: str
    figures: tuple[Figure, ...]


Figures = Callable[[], Sequence[Section]]
