"""How the scores of a second reader become probabilities."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mailroom.casework.second_reader.adapter import Matrix


class Calibration(NamedTuple):
    """Three numbers (after Platt, 1999): how steeply a class's score makes it likelier, how much
    the best score of all other classes speaks against it, and what is added."""

    slope: float = 1.0
    rivalry: float = 0.0
    offset: float = 0.0

    def chances(self, scores: Matrix) -> Matrix:
        """Probabilities in the shape of the scores, whose last axis are at least two classes."""
        odds = self.slope * scores - self.rivalry * best_of_the_others(scores) + self.offset
        return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float32)


def best_of_the_others(scores: Matrix) -> Matrix:
    """For each class the best score that any other has."""
    ranked = np.partition(scores, -2)
    second, best = ranked[..., -2:-1], ranked[..., -1:]
    others: Matrix = np.where(scores == best, second, best)
    return others


def calibrated(scores: Matrix, wanted: NDArray[np.bool_], told: NDArray[np.bool_]) -> Calibration:
    """The numbers under which the probabilities of texts (by classes) come true best: by logistic
    regression on what they have `told` (`Labelled.tells`)."""
    from sklearn.linear_model import LogisticRegression

    seen = np.stack([scores[told], best_of_the_others(scores)[told]], axis=-1)
    model = LogisticRegression(C=100.0).fit(seen, wanted[told])
    slope, against = (round(float(number), 3) for number in model.coef_[0])
    return Calibration(slope, -against, round(float(model.intercept_[0]), 3))
