"""The weights of the ranking and of the confidence, and the file knowledge/calibration.json that stores them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Final

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.core.matching.arrays import Floats
from bot.core.matching.features import FEATURES

CALIBRATION_FILE: Final = "calibration.json"
"""The name of the file in knowledge/."""

SIGNALS: Final = ("odds", "classifier", "meaning", "ask", "coverage", "mass", "least", "lacked", "unnamed", "unseen")
"""What the confidence depends on: the log odds of the leading entry, and some of its features."""


@dataclass(frozen=True, kw_only=True)
class Weights:
    """`ranking` weighs the features of an entry; `confidence` weighs the signals, with the constant `bias`.

    `answer` is the minimum confidence of an answer, 0 to 1, and `suggest` that of a suggestion.
    """

    ranking: Mapping[str, float]
    confidence: Mapping[str, float]
    bias: float
    answer: float
    suggest: float

    @cached_property
    def most(self) -> float:
        """The score of a perfect match: every feature with a positive weight at 1, all others at 0."""
        return sum(weight for weight in self.ranking.values() if weight > 0)

    def shown(self, score: float) -> float:
        """Return a score as people see it: a share of `most`, 0 to 1, without the weight that all entries share."""
        return min(max((score - self.ranking["entry"]) / self.most, 0.0), 1.0)

    def score(self, values: Floats, names: tuple[str, ...]) -> Floats:
        """Return the weighted sums of rows of features, shape (rows,)."""
        return values @ np.array(list(map(self.ranking.__getitem__, names)), dtype=np.float32)

    def trust(self, signals: Mapping[str, float]) -> float:
        """Return the calibrated probability, 0 to 1, that the leading entry answers the question."""
        total = self.bias + sum(self.confidence[name] * signals[name] for name in SIGNALS)
        return 1 / (1 + math.exp(-min(max(total, -30), 30)))


DEFAULTS: Final = Weights(
    ranking=MappingProxyType({
        "classifier": 4.9, "words": -2.9, "characters": -2.3, "meaning": 2.3, "ask": -0.4, "both": 6.1, "bm25": 4.0,
        "coverage": -0.8, "mass": 4.6, "least": 0.3, "ahead": 2.7, "held": -0.5, "lacked": -2.0,
        "unnamed": -2.4, "unseen": -1.8, "entry": -6.8, "fact": 2.0, "numbers": -1.7,
    }),
    confidence=MappingProxyType({
        "odds": 0.8, "classifier": -1.3, "meaning": 0.2, "ask": 0.0, "coverage": -1.2, "mass": 1.1, "least": 0.3,
        "lacked": -0.2, "unnamed": -0.9, "unseen": -0.2,
    }),
    bias=0.5,
    answer=0.5,
    suggest=0.2,
)  # fmt: skip
"""Fitted to the base that comes with the bot by `python -m bot calibrate`, and rounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedCalibration:
    """Weights, and the revision of the base that they were fitted to."""

    revision: str
    weights: Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusableCalibration:
    """Why a calibration cannot be used, in one sentence."""

    reason: str


Number = Annotated[float, Field(allow_inf_nan=False)]
Chance = Annotated[float, Field(ge=0, le=1)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    revision: str
    ranking: dict[str, Number]
    confidence: dict[str, Number]
    bias: Number
    answer: Chance
    suggest: Chance


def describe_calibration(calibration: SavedCalibration | None, revision: str) -> str:
    """Return a clause that says which weights a base of a revision uses."""
    if calibration is None:
        return "not calibrated: the default weights are used"
    if calibration.revision == revision:
        return "calibrated on this revision"
    earlier = calibration.revision[:12]
    return f"calibrated on the earlier revision {earlier}; after larger changes, run the command calibrate"


def dump_calibration(calibration: SavedCalibration) -> str:
    """Return the text of the file."""
    weights = calibration.weights
    shape = _Shape(
        revision=calibration.revision,
        ranking={name: round(weights.ranking[name], 4) for name in FEATURES},
        confidence={name: round(weights.confidence[name], 4) for name in SIGNALS},
        bias=round(weights.bias, 4),
        answer=weights.answer,
        suggest=weights.suggest,
    )
    return json.dumps(shape.model_dump(), indent=2) + "\n"


def parse_calibration(content: bytes) -> SavedCalibration | UnusableCalibration:
    """Read the bytes of the file."""
    try:
        shape = _Shape.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        return UnusableCalibration(reason=f"{place}: {first['msg']}")
    if set(shape.ranking) != set(FEATURES) or set(shape.confidence) != set(SIGNALS):
        return UnusableCalibration(reason="it was written by another version of the bot, with other features")
    weights = Weights(
        ranking=MappingProxyType(shape.ranking),
        confidence=MappingProxyType(shape.confidence),
        bias=shape.bias,
        answer=shape.answer,
        suggest=shape.suggest,
    )
    return SavedCalibration(revision=shape.revision, weights=weights)
