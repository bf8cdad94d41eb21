"""What the matcher learned, as data: the weights of the features and the thresholds of the decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# What the confidence looks at, beside the constant: the log odds of the best entry, and some of its features.
SIGNALS: Final = ("odds", "classifier", "meaning", "ask", "coverage", "mass", "least", "unseen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """`ranking` weighs the features of a match; `confidence` the signals of a decision, with the constant `bias`.

    `answer` is the least confidence (0 to 1) of an answer, `suggest` that of a suggestion.
    """

    ranking: Mapping[str, float]
    confidence: Mapping[str, float]
    bias: float
    answer: float
    suggest: float

    @property
    def most(self) -> float:
        """The score of a perfect match: every feature that speaks for it at 1, none against it."""
        return sum(weight for weight in self.ranking.values() if weight > 0)

    def shown(self, score: float) -> float:
        """A score as people see it: as a share of the most, 0 to 1, without what every entry bears alike."""
        return min(max((score - self.ranking["entry"]) / self.most, 0.0), 1.0)

    def score(self, values: Floats, names: tuple[str, ...]) -> Floats:
        """The weighted sums of rows of features, shape (rows,)."""
        return values @ np.array([self.ranking[name] for name in names], dtype=np.float32)

    def trust(self, signals: Mapping[str, float]) -> float:
        """The calibrated probability, 0 to 1, that the best entry is what is asked for (logistic regression)."""
        total = self.bias + sum(self.confidence[name] * signals[name] for name in SIGNALS)
        return float(1 / (1 + np.exp(-np.clip(total, -30, 30))))


# Fitted by `python -m bot calibrate` to the base that comes with the bot, and rounded.
DEFAULTS: Final = Weights(
    ranking=MappingProxyType({
        "classifier": 9.9, "words": 1.2, "characters": -3.3, "meaning": 1.6, "ask": 0.9, "coverage": 3.7, "mass": 5.7,
        "least": 0.0, "cue": 0.9, "unseen": -2.2, "entry": -6.8, "fact": 0.5, "numbers": -1.8,
    }),
    confidence=MappingProxyType({
        "odds": 1.0, "classifier": -1.8, "meaning": 0.2, "ask": 0.5, "coverage": -1.5, "mass": -0.3, "least": 0.4,
        "unseen": -0.4,
    }),
    bias=1.5,
    answer=0.5,
    suggest=0.1,
)  # fmt: skip
