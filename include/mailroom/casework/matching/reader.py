"""One item's parts as a single text, and the way back to the part a passage stood in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from itertools import accumulate

from mailroom.casework.matching.anatomy import quietened
from mailroom.casework.matching.flat import Flat, bytes_of, flattened, text_of
from mailroom.casework.matching.folding import fold
from mailroom.casework.matching.native import Bytes
from mailroom.casework.matching.slips import Slips
from mailroom.records.finding import Span

SUBJECT, QUOTED, ATTACHMENT_NAME = "subject", "quoted", "attachment_name"
_WALL = "\n" * 12  # a blank line and more: no sentence goes on across two parts
_NOTHING = bytes_of("")


class FoldedText:
    """The parts laid end to end: `starts` and `lengths` say where. `text` is ASCII and as long as
    its parts and their walls; what of a letter says nothing, such as its letterhead, is blank in
    it; `letters` is the same as an array."""

    def __init__(self, parts: Mapping[str, str], slips: Slips | None = None) -> None:
        self.names = [*parts]
        self._worded = [name for name, part in parts.items() if any(map(str.isalpha, part))]
        self.text = _WALL.join([quietened(fold(part)) for part in parts.values()])
        self.letters = bytes_of(self.text)
        self.lengths = [len(part) for part in parts.values()]
        self.starts = [0, *accumulate(length + len(_WALL) for length in self.lengths)][:-1]
        self._slips = slips

    @cached_property
    def _plain(self) -> Flat:
        return flattened(self.letters)

    @cached_property
    def flat(self) -> str:
        """The words, as `flatten` puts them, in a scan mended by `slips`."""
        plain = text_of(self._plain.signs)
        return self._slips.mended(plain) if self._slips else plain

    @property
    def mended(self) -> Bytes:
        """The same as an array where anything may be mended, else nothing."""
        return bytes_of(self.flat) if self._slips else _NOTHING

    def span(self, first: int, after: int) -> Span:
        """Words [first, after) as a span of their part."""
        _, starts, ends, _ = self._plain
        start, end = int(starts[first]), int(ends[after - 1])
        part = bisect_right(self.starts, start) - 1
        offset = self.starts[part]
        return Span(start - offset, min(end - offset, self.lengths[part]), self.names[part])

    @property
    def is_blank(self) -> bool:
        """Whether no part holds a letter, of whatever script."""
        return not self._worded

    @property
    def has_own_words(self) -> bool:
        """Whether the writer added anything to what is quoted and to the subject it came under."""
        others = (SUBJECT, QUOTED, ATTACHMENT_NAME)
        return any(name.partition(":")[0] not in others for name in self._worded)
