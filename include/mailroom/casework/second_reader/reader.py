"""The second reader at work: numpy alone, and able to say which words moved it."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from mailroom.casework.second_reader.adapter import Matrix
from mailroom.casework.second_reader.apart import apart
from mailroom.casework.second_reader.calibration import Calibration, lead
from mailroom.casework.second_reader.features import (
    MEANING,
    meanings_of,
    pieces_of,
    word_features,
    words_of,
)
from mailroom.errors import PolicyFault
from mailroom.records.finding import ItemText

NOTHING = "nothing"
"""The class of items that ask nothing of the agency."""
_MOST_WORDS = 100_000  # words whose pieces are remembered


@dataclass(frozen=True, slots=True)
class Opinion:
    """How likely each type is asked for, 0 to 1, and that nothing is; they need not add up."""

    by_type: Mapping[str, float]
    nothing: float

    def of(self, type_: str) -> float:
        """The probability of one type; a type that the reader never learnt is as good as even."""
        return self.by_type.get(type_, 0.5)

    @property
    def best(self) -> tuple[str, float]:
        """The likeliest type."""
        return max(self.by_type.items(), key=lambda one: one[1])


class SecondReader:
    """A trained model. `weights` has a row for each feature and a column for each class; `rarity`
    says how much each feature weighs in the length of a text; `meaning` has a row for each number
    of `features.meanings_of`; `learnt` is the fingerprint of the texts it learnt from, `adapter`
    the hash of what the encoder had learnt before: only with that one does it hear meaning."""

    def __init__(
        self,
        classes: Sequence[str],
        features: Sequence[str],
        weights: NDArray[np.float32],
        rarity: NDArray[np.float32],
        intercepts: NDArray[np.float32],
        meaning: NDArray[np.float32],
        calibration: Calibration | None = None,
        learnt: str = "",
        adapter: str = "",
    ) -> None:
        self.classes = tuple(classes)
        self.features = tuple(features)
        self.weights = weights
        self.rarity = rarity
        self.intercepts = intercepts
        self.meaning = meaning
        self.calibration = calibration or Calibration()
        self.learnt = learnt
        self.adapter = adapter
        self._rows = {name: row for row, name in enumerate(self.features)}
        self._pieces: dict[str, tuple[int, ...]] = {}
        self._squares = rarity**2

    def read(self, item: ItemText) -> Opinion:
        """What the item asks for, as far as this model can tell.

        Raises PolicyFault when the sentence encoder is not installed.
        """
        every = (item, *apart(item))
        return self.opinion(self.scores(every, meanings_of(every)))

    def scores(self, items: Sequence[ItemText], meanings: Matrix) -> Matrix:
        """A score for each item and class; it is known already what the items mean."""
        words = np.array([self.words_score(one) for one in items])
        return np.asarray(words + meanings @ self.meaning, dtype=np.float32)

    def opinion(self, scores: Matrix) -> Opinion:
        """The scores of an item, and of each of its sentences if there are several, as
        probabilities."""
        chances = self.calibration.chances(scores[0], lead(scores))
        found = {name: float(chance) for name, chance in zip(self.classes, chances, strict=True)}
        nothing = found.pop(NOTHING, 0.0)
        return Opinion(found, nothing)

    def words_score(self, item: ItemText) -> NDArray[np.float32]:
        """What words, pairs and pieces say for each class, with the intercepts."""
        score = self.intercepts.copy()
        for rows in self.rows_of(item):
            if rows:
                length = np.sqrt(self._squares[rows].sum())
                score += self.weights[rows].sum(axis=0) / length
        return score

    def rows_of(self, item: ItemText) -> tuple[list[int], list[int]]:
        """The features of an item that the model knows: words and pairs; pieces of words."""
        words = words_of(item)
        known = self._rows
        whole = [known[name] for name in word_features(words, item) if name in known]
        pieces = {row for word in set(words) for row in self._rows_of_pieces(word)}
        return whole, list(pieces)

    def _rows_of_pieces(self, word: str) -> tuple[int, ...]:
        if word not in self._pieces:
            if len(self._pieces) > _MOST_WORDS:
                self._pieces.clear()
            named = (self._rows.get(f"~{piece}") for piece in pieces_of(word))
            self._pieces[word] = tuple(row for row in named if row is not None)
        return self._pieces[word]

    def words_for(self, item: ItemText, type_: str, most: int = 3) -> tuple[str, ...]:
        """The words and pairs of the item that speak most for a type, best first."""
        if type_ not in self.classes:
            return ()
        column = self.classes.index(type_)
        seen = [
            one
            for one in word_features(words_of(item), item)
            if one in self._rows and one[0].isalpha() and len(one) > 2
        ]
        ranked = sorted(seen, key=lambda one: (-self.weights[self._rows[one], column], one))
        return tuple(one for one in ranked if self.weights[self._rows[one], column] > 0)[:most]

    @cached_property
    def content(self) -> bytes:
        """The model as a file; `reader_from` reads it."""
        target = io.BytesIO()
        np.savez_compressed(
            target,
            head=np.frombuffer(json.dumps(self._head).encode(), dtype=np.uint8),
            weights=self.weights.astype(np.float16),
            rarity=self.rarity,
            intercepts=self.intercepts,
            meaning=self.meaning,
        )
        return target.getvalue()

    @cached_property
    def hash(self) -> str:
        """SHA-256 (hex) over classes, features and numbers."""
        digest = hashlib.sha256(json.dumps(self._head).encode())
        digest.update(self.weights.astype(np.float16).tobytes())
        digest.update(self.rarity.tobytes() + self.intercepts.tobytes() + self.meaning.tobytes())
        return digest.hexdigest()

    @property
    def _head(self) -> dict[str, Any]:
        return {
            "classes": self.classes,
            "features": self.features,
            "calibration": self.calibration,
            "learnt": self.learnt,
            "adapter": self.adapter,
        }


def reader_from(content: bytes) -> SecondReader:
    """The model of a file. Raises PolicyFault when it is none."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            head = json.loads(arrays["head"].tobytes())
            by_words_alone = np.zeros((MEANING, len(head["classes"])))  # before encoder.py
            meaning = arrays.get("meaning", by_words_alone)
            slope_alone = [head.get("slope", 1.0)]  # before calibration.py
            calibration = Calibration(*head.get("calibration", slope_alone))
            return SecondReader(
                head["classes"],
                head["features"],
                arrays["weights"].astype(np.float32),
                arrays["rarity"].astype(np.float32),
                arrays["intercepts"].astype(np.float32),
                meaning.astype(np.float32),
                calibration,
                head.get("learnt", ""),
                head.get("adapter", ""),
            )
    except (ValueError, KeyError, OSError, EOFError, BadZipFile) as fault:
        raise PolicyFault(
            f"the second reader's model cannot be read ({type(fault).__name__}): "
            "rebuild it with `mailroom learn`"
        ) from None
