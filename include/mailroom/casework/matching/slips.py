"""Words that OCR or a fax line damaged, led back to the words of the rules.

`cornplaint`, `c0mplaint` and `cornpIaint` have one skeleton: what is easily confused is made the
same. A word is mended only where no rule and no example knows it, and one rule word alone has its
skeleton; letters that a line's end parted are not joined.
"""

from __future__ import annotations

from collections.abc import Iterable

_SHORTEST = 5  # letters: shorter words are too like each other
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("ii", "u"), ("li", "h"))
_SIGNS = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "8": "b", "6": "b", "j": "l"})


def skeleton(word: str) -> str:
    """A word with all that is easily confused made the same."""
    for pair, one in _PAIRS:
        word = word.replace(pair, one)
    return word.translate(_SIGNS)


class Slips:
    """Mends the words of scans by the words that a pack's rules look for."""

    def __init__(self, wanted: Iterable[str], known: Iterable[str]) -> None:
        self._known = {*known}
        found: dict[str, set[str]] = {}
        for word in wanted:
            self._known.add(word)
            if len(word) >= _SHORTEST:
                found.setdefault(skeleton(word), set()).add(word)
        self._mended = {one: min(words) for one, words in found.items() if len(words) == 1}

    def mended(self, flat: str) -> str:
        """A flat text with damaged words mended, word for word."""
        return " ".join(map(self._word, flat.split(" ")))

    def _word(self, word: str) -> str:
        if len(word) < _SHORTEST - 1 or word in self._known:
            return word
        return self._mended.get(skeleton(word), word)
