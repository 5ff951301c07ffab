"""Scores become probabilities: steeply or not, and less likely beside a strong rival."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from mailroom.casework.second_reader.calibration import (
    Calibration,
    best_of_the_others,
    calibrated,
    lead,
)

NOTHING = np.zeros(2, dtype=np.float32)


def test_the_best_of_the_others_is_another_one() -> None:
    scores = np.array([[3.0, -1.0, 2.0], [0.5, 0.5, -4.0]], dtype=np.float32)
    assert best_of_the_others(scores).tolist() == [[2.0, 3.0, 3.0], [0.5, 0.5, 0.5]]
    assert best_of_the_others(scores[0]).tolist() == [2.0, 3.0, 3.0]


def test_without_anything_learnt_a_score_is_log_odds() -> None:
    scores = np.array([2.0, -1.0], dtype=np.float32)
    assert Calibration().chances(scores, NOTHING) == pytest.approx(expit(scores))


def test_a_strong_rival_makes_a_class_less_likely() -> None:
    beside = Calibration(slope=1.0, rivalry=0.5, offset=0.1)
    strong, weak = np.array([1.0, 4.0]), np.array([1.0, -4.0])
    assert beside.chances(strong, NOTHING)[0] == pytest.approx(expit(1.0 - 2.0 + 0.1))
    assert beside.chances(weak, NOTHING)[0] == pytest.approx(expit(1.0 + 2.0 + 0.1))


def test_a_lead_in_one_sentence_makes_a_class_likelier() -> None:
    scores, leads = np.array([-1.0, 3.0]), np.array([2.5, 1.0])
    likely = Calibration(lead=0.4).chances(scores, leads)
    assert likely == pytest.approx(expit(scores + 0.4 * leads))


def test_the_lead_is_that_of_the_sentence_where_a_class_leads_most() -> None:
    whole, one, other = [9.0, 0.0, 0.0], [3.0, 1.0, -1.0], [0.0, 4.0, -2.0]
    assert lead(np.array([whole, one, other])).tolist() == [2.0, 4.0, -4.0]
    assert lead(np.array([one])).tolist() == [2.0, -2.0, -4.0]


def test_it_finds_the_numbers_by_which_answers_were_drawn() -> None:
    chance = np.random.default_rng(3)
    drawn_by = Calibration(slope=1.5, rivalry=0.4, offset=-0.2, lead=0.3)
    scores, leads = chance.normal(0, 2, (2, 4000, 5)).astype(np.float32)
    wanted = chance.random(scores.shape) < drawn_by.chances(scores, leads)
    told = np.ones_like(wanted)
    assert calibrated(scores, leads, wanted, told) == pytest.approx(drawn_by, abs=0.08)


def test_what_is_merely_acceptable_tells_nothing() -> None:
    chance = np.random.default_rng(4)
    scores, leads = chance.normal(0, 2, (2, 2000, 4)).astype(np.float32)
    wanted = chance.random(scores.shape) < expit(scores)
    told = chance.random(scores.shape) < 0.7
    spoilt = np.where(told, wanted, ~wanted)
    found = calibrated(scores, leads, wanted, told)
    assert calibrated(scores, leads, spoilt, told) == found
