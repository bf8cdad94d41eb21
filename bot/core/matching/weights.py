"""The weights of the ranking and of the confidence, and the file knowledge/calibration.json that stores them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import resources
from types import MappingProxyType
from typing import Annotated, Final

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.core.matching.arrays import Floats, VectorKind
from bot.core.matching.features import FEATURES

CALIBRATION_FILE: Final = "calibration.json"
"""The name of the file in knowledge/."""

SIGNALS: Final = (
    "odds",
    "classifier",
    "meaning",
    "coverage",
    "mass",
    "gap",
    "lacked",
    "unnamed",
    "unasked",
    "absent",
    "capitals",
    "unseen",
)
"""What the confidence depends on: the log odds of the leading entry, and some of its features."""


@dataclass(frozen=True, kw_only=True)
class Weights:
    """`ranking` weighs the features of an entry; `confidence` weighs the signals, with the constant `bias`.

    Weights are right only for the features that they were fitted to: `features` says which could be computed.
    `answer` is the minimum confidence of an answer, 0 to 1, and `suggest` that of a suggestion.
    """

    features: str
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

    @cached_property
    def column(self) -> Floats:
        """The weights of the ranking in the order of the features, shape (features,)."""
        return np.array(list(map(self.ranking.__getitem__, FEATURES)), dtype=np.float32)

    def score(self, values: Floats) -> Floats:
        """Return the weighted sums of rows of all features, shape (rows,)."""
        return values @ self.column

    def trust(self, signals: Mapping[str, float]) -> float:
        """Return the calibrated probability, 0 to 1, that the leading entry answers the question."""
        total = self.bias + sum(self.confidence[name] * signals[name] for name in SIGNALS)
        return 1 / (1 + math.exp(-min(max(total, -30), 30)))


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
    features: str
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
    return json.dumps(_shape(calibration).model_dump(), indent=2) + "\n"


def dump_defaults(fitted: Iterable[SavedCalibration]) -> str:
    """Return the text of the file of default weights."""
    return json.dumps({each.weights.features: _shape(each).model_dump() for each in fitted}, indent=2) + "\n"


def _shape(calibration: SavedCalibration) -> _Shape:
    weights = calibration.weights
    return _Shape(
        revision=calibration.revision,
        features=weights.features,
        ranking={name: round(weights.ranking[name], 4) for name in FEATURES},
        confidence={name: round(weights.confidence[name], 4) for name in SIGNALS},
        bias=round(weights.bias, 4),
        answer=weights.answer,
        suggest=weights.suggest,
    )


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
    return SavedCalibration(revision=shape.revision, weights=_weights(shape))


def _weights(shape: _Shape) -> Weights:
    return Weights(
        features=shape.features,
        ranking=MappingProxyType(shape.ranking),
        confidence=MappingProxyType(shape.confidence),
        bias=shape.bias,
        answer=shape.answer,
        suggest=shape.suggest,
    )


def feature_set(vectors: VectorKind, *, classified: bool) -> str:
    """Return the name of the features that can be computed; `classified`: the base is small enough for a classifier."""
    return f"{vectors}, classifier" if classified else vectors


DEFAULTS_FILE: Final = "default_weights.json"
"""The file beside this module with the weights of bases that are not calibrated."""


def parse_defaults(content: bytes) -> Mapping[str, Weights]:
    """Read the bytes of a file of default weights, by feature set."""
    shapes = json.loads(content)
    return MappingProxyType({name: _weights(_Shape.model_validate(shape)) for name, shape in shapes.items()})


DEFAULTS: Final = parse_defaults(resources.files(__package__).joinpath(DEFAULTS_FILE).read_bytes())
"""The weights of bases that are not calibrated, by feature set. `python -m bot calibrate --defaults` fits them."""


def default_weights(features: str) -> Weights:
    """Return the weights of a base that is not calibrated, for a feature set.

    Those of an encoder of sentences are those of words: each team has its own encoder.
    """
    return replace(DEFAULTS[features.replace("sentences", "words")], features=features)
