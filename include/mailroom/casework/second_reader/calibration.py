"""How the scores of a second reader become probabilities."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mailroom.casework.second_reader.adapter import Matrix


class Calibration(NamedTuple):
    """Four numbers (after Platt, 1999): how steeply a class's score makes it likelier, how much
    the best score of all other classes speaks against it, what is added, and how much its lead
    counts in the sentence where it leads most."""

    slope: float = 1.0
    rivalry: float = 0.0
    offset: float = 0.0
    lead: float = 0.0

    def chances(self, scores: Matrix, leads: Matrix) -> Matrix:
        """Probabilities in the shape of the scores, whose last axis are at least two classes."""
        odds = (
            self.slope * scores
            - self.rivalry * best_of_the_others(scores)
            + self.lead * leads
            + self.offset
        )
        return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float32)


def best_of_the_others(scores: Matrix) -> Matrix:
    """For each class the best score that any other has."""
    ranked = np.partition(scores, -2)
    second, best = ranked[..., -2:-1], ranked[..., -1:]
    others: Matrix = np.where(scores == best, second, best)
    return others


def lead(scores: Matrix) -> Matrix:
    """By how much each class leads all others in the sentence where it leads most; the rows are
    scores of an item and, if there are several, of each of its sentences."""
    sentences = scores[1:] if len(scores) > 1 else scores
    leads: Matrix = (sentences - best_of_the_others(sentences)).max(axis=0)
    return leads


def calibrated(
    scores: Matrix, leads: Matrix, wanted: NDArray[np.bool_], told: NDArray[np.bool_]
) -> Calibration:
    """The numbers under which the probabilities of texts (by classes) come true best: by logistic
    regression on what they have `told` (`Labelled.tells`)."""
    from sklearn.linear_model import LogisticRegression

    every = (scores, best_of_the_others(scores), leads)
    model = LogisticRegression(C=100.0)
    model.fit(np.stack([one[told] for one in every], axis=-1), wanted[told])
    slope, against, leading = (round(float(number), 3) for number in model.coef_[0])
    return Calibration(slope, -against, round(float(model.intercept_[0]), 3), leading)
