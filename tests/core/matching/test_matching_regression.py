from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.core.matching.arrays import Doubles
from bot.core.matching.regression import Choice, Slopes, _minimise, fit_chance, fit_choice

TRUE = np.array([2.0, -1.0, 0.5])


def made_choices(count: int, seed: int) -> list[Choice]:
    """Choices between five rows, made by a softmax of the true weights."""
    dice = np.random.default_rng(seed)
    choices: list[Choice] = []
    for _ in range(count):
        rows = dice.normal(size=(5, 3)).astype(np.float32)
        odds = np.exp(rows @ TRUE)
        choices.append((rows, int(dice.choice(5, p=odds / odds.sum())), 1.0))
    return choices


def made_chances(count: int, seed: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    dice = np.random.default_rng(seed)
    rows = dice.normal(size=(count, 3))
    chance = 1 / (1 + np.exp(-(rows @ TRUE - 0.7)))
    return rows, (dice.random(count) < chance).astype(np.float64)


def log_cosh(weights: Doubles) -> float:
    return float(np.logaddexp(weights, -weights).sum())


def test_choices_give_back_the_weights_that_made_them() -> None:
    np.testing.assert_allclose(fit_choice(made_choices(4000, seed=1), 1.0), TRUE, atol=0.15)


def test_chances_give_back_the_weights_and_the_bias_that_made_them() -> None:
    rows, hits = made_chances(8000, seed=1)

    weights, bias = fit_chance(rows, hits, np.ones(len(hits)), 1.0)

    np.testing.assert_allclose(weights, TRUE, atol=0.15)
    assert bias == pytest.approx(-0.7, abs=0.15)


def test_choices_that_can_be_separated_are_separated() -> None:
    choices = [(np.array([[1, 0], [0, 1]], dtype=np.float32), 0, 1.0) for _ in range(10)]

    weights = fit_choice(choices, 0.1)

    assert np.isfinite(weights).all()
    assert weights[0] > 1 > -1 > weights[1]


def test_probabilities_that_can_be_separated_stay_finite() -> None:
    rows = np.array([[-1.0], [-2.0], [1.0], [2.0]])

    (weight,), bias = fit_chance(rows, np.array([0.0, 0.0, 1.0, 1.0]), np.ones(4), 0.01)

    assert 1 < weight < 1000
    assert bias == pytest.approx(0, abs=1e-3)


def test_a_count_weighs_as_much_as_so_many_copies() -> None:
    first, second, *others = made_choices(20, seed=2)
    counted = [(first[0], first[1], 3.0), (second[0], second[1], 0.0), *others]

    np.testing.assert_allclose(fit_choice(counted, 1.0), fit_choice([first, first, first, *others], 1.0), atol=1e-4)


def test_a_count_of_a_chance_weighs_as_much_as_so_many_copies() -> None:
    rows, hits = made_chances(40, seed=3)
    counts = np.ones(40)
    counts[0], counts[1] = 3, 0
    copied = [0, 0, 0, *range(2, 40)]

    counted = fit_chance(rows, hits, counts, 1.0)
    plain = fit_chance(rows[copied], hits[copied], np.ones(len(copied)), 1.0)

    np.testing.assert_allclose(counted[0], plain[0], atol=1e-4)
    assert counted[1] == pytest.approx(plain[1], abs=1e-4)


def test_a_larger_ridge_makes_smaller_weights() -> None:
    choices = made_choices(50, seed=4)

    assert np.linalg.norm(fit_choice(choices, 100.0)) < np.linalg.norm(fit_choice(choices, 0.1))


def test_with_little_data_the_weights_stay_near_those_expected() -> None:
    expected = np.array([0.0, 3.0, 0.0])
    rows, hits = made_chances(50, seed=5)

    choice = fit_choice(made_choices(5, seed=5), 1000.0, expected)
    chance, _ = fit_chance(rows, hits, np.ones(50), 1000.0, expected)

    np.testing.assert_allclose(choice, expected, atol=0.1)
    np.testing.assert_allclose(chance, expected, atol=0.1)


def test_with_much_data_the_expected_weights_do_not_matter() -> None:
    fitted = fit_choice(made_choices(4000, seed=1), 1.0, np.array([0.0, 3.0, 0.0]))

    np.testing.assert_allclose(fitted, TRUE, atol=0.15)


def test_the_bias_is_not_shrunk() -> None:
    hits = np.array([1.0] * 9 + [0.0])

    _, bias = fit_chance(np.zeros((10, 1)), hits, np.ones(10), 1000.0)

    assert bias == pytest.approx(np.log(9), abs=1e-3)


def test_a_step_that_would_raise_the_loss_is_halved_until_it_does_not() -> None:
    """From 2 a whole Newton step of log cosh leads far beyond 0: its curvature is small out there."""
    tried: list[float] = []

    def slopes(weights: Doubles) -> Slopes:
        tried.append(float(weights[0]))
        return log_cosh(weights), np.tanh(weights), np.diag(1 - np.tanh(weights) ** 2)

    found = _minimise(slopes, np.array([2.0]))

    assert found == pytest.approx(0, abs=1e-3)
    assert log_cosh(np.array(tried[1])) > log_cosh(np.array(tried[0])), "the whole step overshoots"
    assert tried[2] - 2 == pytest.approx((tried[1] - 2) / 2), "half of it is tried next"


@pytest.mark.parametrize("start", [-3.0, 0.5, 4.0])
def test_no_step_raises_the_loss(start: float) -> None:
    stood_at: list[float] = []

    def slopes(weights: Doubles) -> Slopes:
        curvature = 1 - np.tanh(weights) ** 2
        stood_at.append(log_cosh(weights))
        return stood_at[-1], np.tanh(weights), np.diag(curvature)

    assert log_cosh(_minimise(slopes, np.array([start]))) <= min(stood_at) + 1e-12


def test_a_start_at_the_least_loss_is_given_back() -> None:
    def slopes(weights: Doubles) -> Slopes:
        return float(weights @ weights), 2 * weights, 2 * np.eye(2)

    np.testing.assert_array_equal(_minimise(slopes, np.zeros(2)), np.zeros(2))
