"""What `calibrate` calibration of a base, as the file knowledge/calibration.json."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.core.matching.features import FEATURES

CALIBRATION_FILE: Final = "calibration.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedCalibration:
    """Weights with the revision of the base that they were fitted to."""

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
    """Which weights serve a base of that revision, as a clause."""
    if calibration is None:
        return "not calibrated: the default weights serve"
    if calibration.revision == revision:
        return "calibrated on this revision"
    return f"calibrated on revision {calibration.revision[:12]}: python -m bot calibrate fits it anew"


def dump_calibration(calibration: SavedCalibration) -> str:
    """The file's text."""
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
    """Read the file's bytes."""
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


Floats = NDArray[np.float32]

# What the confidence looks at, beside the constant: the log odds of the best entry, and some of its features.
SIGNALS: Final = ("odds", "classifier", "meaning", "ask", "coverage", "mass", "least", "lacked", "unnamed", "unseen")


@dataclass(frozen=True, kw_only=True)
class Weights:
    """`ranking` weighs the features of a match; `confidence` the signals of a decision, with the constant `bias`.

    `answer` is the least confidence (0 to 1) of an answer, `suggest` that of a suggestion.
    """

    ranking: Mapping[str, float]
    confidence: Mapping[str, float]
    bias: float
    answer: float
    suggest: float

    @cached_property
    def most(self) -> float:
        """The score of a perfect match: every feature that speaks for it at 1, none against it."""
        return sum(weight for weight in self.ranking.values() if weight > 0)

    def shown(self, score: float) -> float:
        """A score as people see it: as a share of the most, 0 to 1, without what every entry bears alike."""
        return min(max((score - self.ranking["entry"]) / self.most, 0.0), 1.0)

    def score(self, values: Floats, names: tuple[str, ...]) -> Floats:
        """The weighted sums of rows of features, shape (rows,)."""
        return values @ np.array(list(map(self.ranking.__getitem__, names)), dtype=np.float32)

    def trust(self, signals: Mapping[str, float]) -> float:
        """The calibrated probability, 0 to 1, that the best entry is what is asked for (logistic regression)."""
        total = self.bias + sum(self.confidence[name] * signals[name] for name in SIGNALS)
        return 1 / (1 + math.exp(-min(max(total, -30), 30)))


# Fitted by `python -m bot calibrate` to the base that comes with the bot, and rounded.
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
