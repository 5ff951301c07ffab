"""Trains a second reader. The one module that needs scikit-learn, which it loads when it is called.

Two one-versus-rest logistic regressions, over words, pairs and pieces of words, and over what a
text means, of which the scores are averaged and turned into probabilities by what is found on texts
that were not learnt from (`calibration.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mailroom.casework.second_reader.adapter import Matrix
from mailroom.casework.second_reader.calibration import calibrated, lead
from mailroom.casework.second_reader.encoder import installed_encoder
from mailroom.casework.second_reader.evaluation import Evaluation
from mailroom.casework.second_reader.features import (
    meanings_of_many,
    piece_features,
    word_features,
    words_of,
)
from mailroom.casework.second_reader.labelled import Labelled, fingerprint
from mailroom.casework.second_reader.reader import NOTHING, SecondReader
from mailroom.records.finding import ItemText

LEAST_REAL = 3
"""A feature of real mail that fewer texts share is dropped: it may be a person's name."""
LEAST_PIECES = 2
"""A piece of a word that fewer texts share tells nothing."""
_STRENGTH = 20.0  # inverse of the regularisation; found by cross-validation
_STRENGTH_OF_MEANING = 10.0
_HALF = np.float32(0.5)


def train(
    texts: Sequence[Labelled], types: Sequence[str], unseen: Evaluation | None = None
) -> SecondReader:
    """A reader for `types` and for nothing at all. The same texts give the same reader.

    Only the calibration comes from `unseen`: on texts that were learnt from, by the reader or by
    the encoder before it, every reader is surer than it should be. Without any a score counts as
    it is.

    Raises PolicyFault when the sentence encoder is not installed.
    """
    classes = (*types, NOTHING)
    meanings = np.concatenate(meanings_of_many([[text.item] for text in texts]))
    made = _fitted(texts, meanings, classes)
    made.adapter = installed_encoder().adapter.hash
    if unseen:
        scores = [made.scores(heard.items, heard.meanings) for heard in unseen.texts]
        judged = [heard.text for heard in unseen.texts]
        made.calibration = calibrated(
            np.array([each[0] for each in scores]),
            np.array([lead(each) for each in scores]),
            _wanted(judged, classes),
            np.array([[text.tells(name) for name in classes] for text in judged]),
        )
    made.learnt = fingerprint(texts, made.adapter)
    return made


def _wanted(texts: Sequence[Labelled], classes: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([
        [name in text.types or (name == NOTHING and not text.types) for name in classes]
        for text in texts
    ])  # fmt: skip


def _features(item: ItemText) -> set[str]:
    words = words_of(item)
    return word_features(words, item) | {f"~{piece}" for piece in piece_features(words)}


def _shared(texts: Sequence[Labelled], seen: Sequence[set[str]]) -> list[str]:
    """The features a model may hold, in order."""
    counted = Counter(name for names in seen for name in names)
    invented: set[str] = set().union(
        *(names for text, names in zip(texts, seen, strict=True) if text.invented)
    )
    return sorted(
        name
        for name, number in counted.items()
        if (name in invented or number >= LEAST_REAL)
        and (number >= LEAST_PIECES or not name.startswith("~"))
        and "0" not in name
    )


def _fitted(texts: Sequence[Labelled], meanings: Matrix, classes: Sequence[str]) -> SecondReader:
    """One reader out of two models that weigh the same: of words, and of meaning."""
    from scipy.sparse import csr_matrix

    seen = [_features(text.item) for text in texts]
    names = _shared(texts, seen)
    rarity = _rarity(names, seen)
    wanted = _wanted(texts, classes)
    empty = np.zeros((len(names), len(classes)), dtype=np.float32)
    nothing = np.zeros((meanings.shape[1], len(classes)), dtype=np.float32)
    blank = SecondReader(classes, names, empty, rarity, empty.sum(axis=0), nothing)
    at, values, ends = [], [], [0]
    for text in texts:
        for rows in blank.rows_of(text.item):
            at += rows
            values += list(rarity[rows] / np.sqrt((rarity[rows] ** 2).sum()))
        ends.append(len(at))
    matrix = csr_matrix((values, at, ends), shape=(len(texts), len(names)), dtype=np.float32)
    weights, by_words = _regressions(matrix, wanted, _STRENGTH)
    meaning, by_meaning = _regressions(meanings, wanted, _STRENGTH_OF_MEANING)
    return SecondReader(
        classes,
        names,
        weights * rarity[:, None] * _HALF,
        rarity,
        (by_words + by_meaning) * _HALF,
        meaning * _HALF,
    )


def _regressions(matrix: Any, wanted: NDArray[np.bool_], strength: float) -> tuple[Matrix, Matrix]:
    """Weights (features by classes) and intercepts of one logistic regression a class."""
    from sklearn.linear_model import LogisticRegression

    weights = np.zeros((matrix.shape[1], wanted.shape[1]), dtype=np.float32)
    intercepts = np.full(wanted.shape[1], -8.0, dtype=np.float32)
    for column in range(wanted.shape[1]):
        if wanted[:, column].any():
            model = LogisticRegression(
                C=strength, class_weight="balanced", max_iter=1_000, solver="liblinear"
            )
            model.fit(matrix, wanted[:, column])
            weights[:, column], intercepts[column] = model.coef_[0], model.intercept_[0]
    return weights, intercepts


def _rarity(names: Sequence[str], seen: Sequence[set[str]]) -> NDArray[np.float32]:
    """Inverse document frequency: a feature of every text weighs 1, rarer ones more."""
    counted = Counter(name for each in seen for name in each)
    texts = np.array([counted[name] for name in names], dtype=np.float32)
    return np.asarray(np.log((1 + len(seen)) / (1 + texts)) + 1, dtype=np.float32)
