"""What the post-room page shows: headings with counts below them, and never a value of a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mailroom.desk.standing import Standing, standing
from mailroom.settings import from_environment
from mailroom.store.database import connect


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


def figures_now() -> list[Section]:
    """The figures of `mailroom status`, as they are when the page is asked for."""
    settings = from_environment()
    return list(sections(standing(connect(settings), settings.read_clock())))


def sections(found: Standing) -> Iterator[Section]:
    """What needs a person first, then each table, then whether it all adds up."""
    yield Section(
        "Needs a person",
        tuple(Figure(f"{one.agency}: {_words(one.what)}", one.number) for one in found.waiting),
    )
    for table in found.tables:
        yield Section(
            _words(table.name).capitalize(),
            tuple(
                Figure(f"{one.agency}: {_words(one.kind)}, {_words(one.state)}", one.number)
                for one in table.figures
            ),
        )
    yield Section("Does it add up", tuple(_controls(found)))


def _controls(found: Standing) -> Iterator[Figure]:
    yield Figure("quality rules checked", len(found.quality))
    yield Figure("quality rules broken", sum(not one.passed for one in found.quality))
    yield Figure("equations compared", len(found.reconciliation))
    yield Figure("equations broken", sum(one.broken > 0 for one in found.reconciliation))


def _words(name: str) -> str:
    return name.replace("_", " ")
