"""How often words come in mail, to look for the rare half of two words that stand together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from mailroom.casework.matching.patterns import Chain, Component, Run

_WORD = re.compile(r"[a-z0-9]+")
_COMMON = [
    "the", "and", "to", "of", "i", "a", "you", "my", "is", "in", "for", "it", "that", "on",
    "was", "me", "have", "with", "he", "be", "we", "are", "this", "not", "she", "as", "at",
    "but", "they", "had", "his", "her", "your", "our", "from", "so", "if", "or", "an", "by",
    "no", "has", "do", "can", "will", "been", "would", "him", "them", "who", "what", "when",
    "there", "get", "how", "any", "please", "all", "about", "now", "one", "out", "up", "us",
    "just", "said", "did", "their", "am", "don", "t", "s", "m", "ve", "re", "d", "ll", "more",
    "some", "after", "back", "time", "because", "could", "into", "know", "only", "also",
    "still",
]  # fmt: skip
_COMMON_RATE = 12.0  # per thousand words
_LEAST = 0.05
_SUPPORT = 0.2  # several words in a row are rarer than the rarest of them


class Rarity:
    """Rates, per thousand words, learnt from texts such as the examples beside the rules."""

    def __init__(self, texts: Iterable[str]) -> None:
        counted = Counter(word for text in texts for word in _WORD.findall(text.lower()))
        total = max(sum(counted.values()), 1)
        self._rates = {word: 1000 * times / total for word, times in counted.items()}
        for word in _COMMON:
            self._rates[word] = max(_COMMON_RATE, self._rates.get(word, 0.0))

    @property
    def words(self) -> Iterable[str]:
        """The words that were met."""
        return self._rates.keys()

    def component(self, component: Component) -> float:
        """How often, per thousand words, something of a component is met."""
        return sum(map(self._run, component.runs)) + sum(
            _SUPPORT * self.component(self.anchor(chain)) for chain in component.chains
        )

    def anchor(self, chain: Chain) -> Component:
        """The component of a chain that is met least."""
        return min(chain.components, key=self.component)

    def _run(self, run: Run) -> float:
        rarest = min(sum(map(self.word, word.split("|"))) for word in run.words)
        return rarest if len(run.words) == 1 else rarest * _SUPPORT

    def word(self, word: str) -> float:
        """How often, per thousand words, a word or, with `*`, any that begins so is met."""
        if word.endswith("*"):
            stem = word[:-1]
            return _LEAST + sum(
                rate for known, rate in self._rates.items() if known.startswith(stem)
            )
        return self._rates.get(word.replace("'", ""), _LEAST)
