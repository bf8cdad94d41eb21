"""Two small regressions by damped Newton steps: which of many (softmax), and whether (logistic).

Boyd and Vandenberghe (2004), "Convex Optimization", section 9.5; both losses are convex, and the ridge makes them
strictly so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Slopes = tuple[float, Floats, Floats]

_STEPS: Final = 50
_HALVINGS: Final = 30
_CONVERGED: Final = 1e-8


Choice = tuple[NDArray[np.float32], int, float]


def fit_choice(choices: Sequence[Choice], ridge: float, expected: Floats | None = None) -> Floats:
    """Weights (features,) that make the right row of each choice likely.

    A choice is (rows of features, the right row, how much the choice counts). The ridge draws the weights towards
    those `expected`, or towards 0.
    """
    exact = [(rows.astype(np.float64), right, counts) for rows, right, counts in choices]
    size = exact[0][0].shape[1]
    drawn = np.zeros(size) if expected is None else expected

    def slopes(weights: Floats) -> Slopes:
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
    rows: Floats, hits: Floats, counts: Floats, ridge: float, expected: Floats | None = None
) -> tuple[Floats, float]:
    """Weights (features,) and bias of a logistic regression of `hits` (0 or 1) on `rows`.

    `counts` says how much each row counts. The ridge draws the weights towards those `expected`, or towards 0; the
    bias is not shrunk.
    """
    drawn = np.append(np.zeros(rows.shape[1]) if expected is None else expected, 0.0)
    design = np.hstack([rows, np.ones((len(rows), 1))])
    shrink = np.diag([*[ridge] * rows.shape[1], 1e-9])

    def slopes(weights: Floats) -> Slopes:
        scores = design @ weights
        chance = 1 / (1 + np.exp(-np.clip(scores, -700, 700)))
        strayed = weights - drawn
        loss = float(counts @ (np.logaddexp(0, scores) - hits * scores) + strayed @ shrink @ strayed / 2)
        gradient = design.T @ (counts * (chance - hits)) + shrink @ strayed
        return loss, gradient, (design * (counts * chance * (1 - chance))[:, None]).T @ design + shrink

    fitted = _minimise(slopes, np.zeros(design.shape[1]))
    return fitted[:-1], float(fitted[-1])


def _minimise(slopes: Callable[[Floats], Slopes], weights: Floats) -> Floats:
    """Newton's method; a step that does not lower the loss is halved."""
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
