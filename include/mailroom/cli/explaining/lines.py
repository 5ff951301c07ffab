"""The shape of a line for the terminal: 100 columns, nothing a terminal would obey."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from datetime import datetime

from mailroom.cli.explaining.judging import Rules
from mailroom.policy.part import Reference

WIDTH = 100
LABEL = 13


def title(words: str) -> Iterator[str]:
    """A section."""
    yield ""
    yield words.upper()


def field(label: str, words: str) -> list[str]:
    """A label and its words, wrapped below each other."""
    return textwrap.wrap(
        words,
        WIDTH,
        initial_indent=f"  {label:{LABEL}} ",
        subsequent_indent=" " * (LABEL + 3),
        break_on_hyphens=False,
    )


def cut(line: str) -> str:
    """A line that fits."""
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"


def plain(text: str) -> str:
    """Text of others without what a terminal would obey or hide: controls, bidirectional marks."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def masked(text: str, numbers: Iterable[str]) -> str:
    """Text with all but the last four signs of each number dotted out, however it is divided.

    Its length stays the same, so that passages are found where they were.
    """
    for number in numbers:
        divided = r"[\W_]?".join(map(re.escape, number))
        text = re.sub(divided, lambda hit: _dotted(hit.group()), text, flags=re.IGNORECASE)
    return text


def _dotted(number: str) -> str:
    return "•" * (len(number) - 4) + number[-4:]


def moment(when: datetime, rules: Rules) -> str:
    """An instant in the agency's own time: Fri 20 Nov 2026 16:05 GMT."""
    return f"{when.astimezone(rules.calendar.zone):%a %d %b %Y %H:%M %Z}"


def cited(reference: Reference, rules: Rules) -> str:
    """A citation in words, with what the paragraph says."""
    if reference.is_local:
        return "local: the house's own rule, no procedure speaks of it"
    place = (reference.document, reference.heading, reference.item, reference.step)
    summed = [one.summary for one in rules.pack.procedure.paragraphs if one.place == place]
    return f"{reference.words}: {' '.join(summed)}"


def unclear(touched: str, rules: Rules, said_for: str = "") -> Iterator[str]:
    """Where the procedure is unclear about a type or obligation, and the reading taken; without
    the points that were said for the type `said_for`."""
    said = rules.pack.unclear_points(said_for)
    for point in rules.pack.unclear_points(touched):
        if point not in said:
            yield from field("unclear", point.unclear)
            yield from field("reading", point.reading)


def office(code: str, rules: Rules) -> str:
    """The name of an office."""
    found = rules.pack.office(code)
    return found.name if found else code
