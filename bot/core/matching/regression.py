"""Logistic regression by Newton's method: of choices between rows of features, and of chances."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.arrays import Doubles

Slopes = tuple[float, Doubles, Doubles]
"""The loss with its gradient and its Hessian."""

Choice = tuple[NDArray[np.float32], int, float]
"""Rows of features, the right row, and how much the choice counts."""

_STEPS: Final = 50
_HALVINGS: Final = 30
_CONVERGED: Final = 1e-8  # share of the loss that a step must gain to be followed by another


def fit_choice(choices: Sequence[Choice], ridge: float, expected: Doubles | None = None) -> Doubles:
    """Return weights (features,) that make the right row of each choice likely (conditional logit).

    The ridge draws the weights towards those `expected`, or towards 0.
    """
    exact = [(rows.astype(np.float64), right, counts) for rows, right, counts in choices]
    size = exact[0][0].shape[1]
    drawn = np.zeros(size) if expected is None else expected

    def slopes(weights: Doubles) -> Slopes:
        strayed = weights - drawn
        loss, gradient, hessian = ridge / 2 * float(strayed @ strayed), ridge * strayed, ridge * np.eye(size)
        for rows, right, counts in exact:
            scores = rows @ weights
            odds = np.exp(scores - scores.max())
            total = odds.sum()
            odds /= total
            mean = odds @ rows
            loss += counts * float(np.log(total) + scores.max() - scores[right])
            gradient = gradient + counts * (mean - rows[right])
            hessian = hessian + counts * ((rows * odds[:, None]).T @ rows - np.outer(mean, mean))
        return loss, gradient, hessian

    return _minimise(slopes, np.zeros(size))


def fit_chance(
    rows: Doubles, hits: Doubles, counts: Doubles, ridge: float, expected: Doubles | None = None
) -> tuple[Doubles, float]:
    """Return the weights (features,) and bias of a logistic regression of `hits` (0 or 1) on `rows`.

    `counts` tells how much each row counts. The ridge draws the weights towards those `expected`, or towards 0, but
    not the bias.
    """
    drawn = np.append(np.zeros(rows.shape[1]) if expected is None else expected, 0.0)
    design = np.hstack([rows, np.ones((len(rows), 1))])
    shrink = np.diag([*[ridge] * rows.shape[1], 1e-9])

    def slopes(weights: Doubles) -> Slopes:
        scores = design @ weights
        chance = 1 / (1 + np.exp(-np.clip(scores, -700, 700)))
        strayed = weights - drawn
        loss = float(counts @ (np.logaddexp(0, scores) - hits * scores) + strayed @ shrink @ strayed / 2)
        gradient = design.T @ (counts * (chance - hits)) + shrink @ strayed
        return loss, gradient, (design * (counts * chance * (1 - chance))[:, None]).T @ design + shrink

    fitted = _minimise(slopes, np.zeros(design.shape[1]))
    return fitted[:-1], float(fitted[-1])


def _minimise(slopes: Callable[[Doubles], Slopes], weights: Doubles) -> Doubles:
    """Minimise the loss by Newton's method, halving each step until it lowers the loss."""
    loss, gradient, hessian = slopes(weights)
    for _ in range(_STEPS):
        step = np.linalg.solve(hessian, gradient)
        for halving in range(_HALVINGS):
            tried = weights - step / 2**halving
            found = slopes(tried)
            if found[0] < loss:
                break
        else:
            return weights
        gained = loss - found[0]
        weights, (loss, gradient, hessian) = tried, found
        if gained < _CONVERGED * (1 + abs(loss)):
            return weights
    return weights
