"""One item's parts as a single folded text, and the way back to the part a passage stood in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from mailroom.casework.matching.folding import fold
from mailroom.records.finding import Span

SUBJECT, QUOTED = "subject", "quoted"
_WALL = "\n" * 12  # wider than any gap in a pattern, so that nothing matches across two parts


class FoldedText:
    """The parts laid end to end. `text` is ASCII and as long as its parts and their walls."""

    def __init__(self, parts: Mapping[str, str]) -> None:
        self._names = list(parts)
        self._starts: list[int] = []
        self._lengths = [len(part) for part in parts.values()]
        at = 0
        for length in self._lengths:
            self._starts.append(at)
            at += length + len(_WALL)
        self._worded = [name for name, part in parts.items() if any(map(str.isalpha, part))]
        self.text = _WALL.join(fold(part) for part in parts.values())

    def span(self, start: int, end: int) -> Span:
        """The passage as a span of its part."""
        part = bisect_right(self._starts, start) - 1
        offset = self._starts[part]
        return Span(start - offset, min(end - offset, self._lengths[part]), self._names[part])

    @property
    def is_blank(self) -> bool:
        """Whether no part holds a letter, of whatever script."""
        return not self._worded

    @property
    def has_own_words(self) -> bool:
        """Whether the writer added anything to what is quoted and to the subject it came under."""
        return any(name not in (SUBJECT, QUOTED) for name in self._worded)
