"""Trains a second reader. The one module that needs scikit-learn, which it loads when it is called.

One-versus-rest logistic regression over words, pairs and pieces of words; its scores are turned
into probabilities by one slope found on texts that were left out (Platt, 1999).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mailroom.casework.second_reader.features import piece_features, word_features, words_of
from mailroom.casework.second_reader.labelled import Labelled
from mailroom.casework.second_reader.reader import NOTHING, SecondReader
from mailroom.records.finding import ItemText

LEAST_REAL = 3
"""A feature of real mail that fewer texts share is dropped: it may be a person's name."""
LEAST_PIECES = 2
"""A piece of a word that fewer texts share tells nothing."""
_FOLDS = 5
_STRENGTH = 20.0  # inverse of the regularisation; found by cross-validation
_SEED = 4


def train(texts: Sequence[Labelled], types: Sequence[str]) -> SecondReader:
    """A reader for `types` and for nothing at all. The same texts give the same reader."""
    classes = (*types, NOTHING)
    wanted = _wanted(texts, classes)
    folds = np.random.default_rng(_SEED).integers(0, _FOLDS, len(texts))
    left_out = np.zeros(wanted.shape, dtype=np.float32)
    for fold in range(_FOLDS):
        kept = [text for text, number in zip(texts, folds, strict=True) if number != fold]
        reader = _fitted(kept, classes)
        for row in np.flatnonzero(folds == fold):
            left_out[row] = _score(reader, texts[int(row)].item)
    made = _fitted(texts, classes)
    return SecondReader(
        classes,
        made.features,
        made.weights,
        made.rarity,
        made.intercepts,
        _slope(left_out, wanted),
    )


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


def _fitted(texts: Sequence[Labelled], classes: Sequence[str]) -> SecondReader:
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    seen = [_features(text.item) for text in texts]
    names = _shared(texts, seen)
    rarity = _rarity(names, seen)
    wanted = _wanted(texts, classes)
    empty = np.zeros((len(names), len(classes)), dtype=np.float32)
    blank = SecondReader(classes, names, empty, rarity, empty.sum(axis=0), 1.0)
    at, values, ends = [], [], [0]
    for text in texts:
        for rows in blank.rows_of(text.item):
            at += rows
            values += list(rarity[rows] / np.sqrt((rarity[rows] ** 2).sum()))
        ends.append(len(at))
    matrix = csr_matrix((values, at, ends), shape=(len(texts), len(names)), dtype=np.float32)
    weights = np.zeros((len(names), len(classes)), dtype=np.float32)
    intercepts = np.full(len(classes), -8.0, dtype=np.float32)
    for column in range(len(classes)):
        if wanted[:, column].any():
            model = LogisticRegression(
                C=_STRENGTH, class_weight="balanced", max_iter=1_000, solver="liblinear"
            )
            model.fit(matrix, wanted[:, column])
            weights[:, column], intercepts[column] = model.coef_[0], model.intercept_[0]
    weights *= rarity[:, None]
    return SecondReader(classes, names, weights, rarity, intercepts, 1.0)


def _rarity(names: Sequence[str], seen: Sequence[set[str]]) -> NDArray[np.float32]:
    """Inverse document frequency: a feature of every text weighs 1, rarer ones more."""
    counted = Counter(name for each in seen for name in each)
    texts = np.array([counted[name] for name in names], dtype=np.float32)
    return np.asarray(np.log((1 + len(seen)) / (1 + texts)) + 1, dtype=np.float32)


def _score(reader: SecondReader, item: ItemText) -> NDArray[np.float32]:
    opinion = reader.read(item)
    chances = np.array([*opinion.by_type.values(), opinion.nothing]).clip(1e-6, 1 - 1e-6)
    return np.asarray(np.log(chances / (1 - chances)), dtype=np.float32)


def _slope(scores: NDArray[np.float32], wanted: NDArray[np.bool_]) -> float:
    """The slope under which the probabilities of left-out texts come true best."""
    slopes = np.linspace(0.3, 3.0, 28)
    losses = [_loss(slope * scores, wanted) for slope in slopes]
    return round(float(slopes[int(np.argmin(losses))]), 2)


def _loss(scores: NDArray[np.float32], wanted: NDArray[np.bool_]) -> float:
    return float(np.logaddexp(0, np.where(wanted, -scores, scores)).mean())
