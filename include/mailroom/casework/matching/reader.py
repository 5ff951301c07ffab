"""One item's parts as a single text, and the way back to the part a passage stood in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property

import numpy as np

from mailroom.casework.matching.anatomy import quietened
from mailroom.casework.matching.flat import bytes_of, flattened, text_of, word_places
from mailroom.casework.matching.folding import fold
from mailroom.casework.matching.kernel import Layout
from mailroom.casework.matching.native import Ints
from mailroom.casework.matching.program import place_of
from mailroom.casework.matching.slips import Slips
from mailroom.records.finding import Span

SUBJECT, QUOTED, ATTACHMENT_NAME = "subject", "quoted", "attachment_name"
_WALL = "\n" * 12  # a blank line and more: no sentence goes on across two parts


class FoldedText:
    """The parts laid end to end. `text` is ASCII and as long as its parts and their walls; what of
    a letter says nothing, such as its letterhead, is blank in it. `flat` is the same as words, in
    a scan mended by `slips`; `letters` and `signs` are both as arrays."""

    def __init__(self, parts: Mapping[str, str], slips: Slips | None = None) -> None:
        self.names = [*parts]
        self._worded = [name for name, part in parts.items() if any(map(str.isalpha, part))]
        self.text = _WALL.join([quietened(fold(part)) for part in parts.values()])
        self.letters = bytes_of(self.text)
        self.signs = flattened(self.letters)
        if slips:
            self.signs = bytes_of(slips.mended(self.flat))
        lengths = [len(part) for part in parts.values()]
        starts, at = [], 0
        for length in lengths:
            starts.append(at)
            at += length + len(_WALL)
        self._starts, self._lengths = starts, lengths

    @property
    def flat(self) -> str:
        """The words, as `flatten` puts them."""
        return text_of(self.signs)

    @property
    def layout(self) -> Layout:
        """Where each part stands, for the kernel."""
        places = [place_of(name) for name in self.names]
        return Layout(*np.array([self._starts, self._lengths, places], np.int32))

    @cached_property
    def _places(self) -> tuple[Ints, Ints]:
        return word_places(self.letters)

    def span(self, first: int, after: int) -> Span:
        """Words [first, after) as a span of their part."""
        starts, ends = self._places
        start, end = int(starts[first]), int(ends[after - 1])
        part = bisect_right(self._starts, start) - 1
        offset = self._starts[part]
        return Span(start - offset, min(end - offset, self._lengths[part]), self.names[part])

    @property
    def is_blank(self) -> bool:
        """Whether no part holds a letter, of whatever script."""
        return not self._worded

    @property
    def has_own_words(self) -> bool:
        """Whether the writer added anything to what is quoted and to the subject it came under."""
        others = (SUBJECT, QUOTED, ATTACHMENT_NAME)
        return any(name.partition(":")[0] not in others for name in self._worded)
