"""A YAML file with the line of every value, so that a fault can point at it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class PackFault:
    """What is wrong in a pack: where, what, and how it is put right."""

    file: str
    line: int
    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}; {self.cure}"


@dataclass(frozen=True, slots=True)
class YamlSource:
    """`content` of the file; `lines` gives the line (from 1) of each place in it."""

    file: str
    content: Any
    lines: dict[Place, int]

    def line_of(self, place: Sequence[str | int]) -> int:
        """The line of a place, or of the nearest place around it."""
        steps = tuple(place)
        while steps and steps not in self.lines:
            steps = steps[:-1]
        return self.lines.get(steps, 1)

    def fault(self, place: Sequence[str | int], what: str, cure: str) -> PackFault:
        """A fault at this place of the file."""
        return PackFault(self.file, self.line_of(place), what, cure)


def read_yaml(path: Path, shown_as: str) -> YamlSource | PackFault:
    """Read one file safely: plain values alone, no key twice."""
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        return PackFault(shown_as, 1, "the file is missing", "write it")
    except UnicodeDecodeError:
        return PackFault(shown_as, 1, "the file is not UTF-8", "save it as UTF-8")
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        return PackFault(shown_as, line, f"not YAML: {fault.problem}", "correct the line")
    if node is None:
        return PackFault(shown_as, 1, "the file is empty", "fill it or delete it")
    twice = next(_keys_twice(node), None)
    if twice is not None:
        return PackFault(shown_as, _line(twice), f"`{twice.value}` stands twice", "delete one")
    return _with_lines(text, node, shown_as)


def _with_lines(text: str, node: yaml.Node, shown_as: str) -> YamlSource | PackFault:
    try:
        content = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        return PackFault(shown_as, line, f"not plain YAML: {fault.problem}", "use plain values")
    return YamlSource(shown_as, content, dict(_lines(node, ())))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _children(node: yaml.Node) -> Iterator[tuple[str | int, yaml.Node, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((key.value, key, value) for key, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        yield from ((number, value, value) for number, value in enumerate(node.value))


def _lines(node: yaml.Node, place: Place) -> Iterator[tuple[Place, int]]:
    yield place, _line(node)
    for step, at, value in _children(node):
        yield from _lines(value, (*place, step))
        yield (*place, step), _line(at)


def _keys_twice(node: yaml.Node) -> Iterator[yaml.Node]:
    seen: set[str | int] = set()
    for step, at, value in _children(node):
        if step in seen:
            yield at
        seen.add(step)
        yield from _keys_twice(value)
