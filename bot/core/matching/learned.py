"""What `calibrate` learned of a base, as the file knowledge/calibration.json."""

from __future__ import annotations

import json
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.core.matching.features import NAMES
from bot.core.matching.weights import SIGNALS, Weights

FILE: Final = "calibration.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """Weights with the revision of the base that they were fitted to."""

    revision: str
    weights: Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
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


def tell(learned: Learned | None, revision: str) -> str:
    """Which weights serve a base of that revision, as a clause."""
    if learned is None:
        return "not calibrated: the default weights serve"
    if learned.revision == revision:
        return "calibrated on this revision"
    return f"calibrated on revision {learned.revision[:12]}: python -m bot calibrate fits it anew"


def dump(learned: Learned) -> str:
    """The file's text."""
    weights = learned.weights
    shape = _Shape(
        revision=learned.revision,
        ranking={name: round(weights.ranking[name], 4) for name in NAMES},
        confidence={name: round(weights.confidence[name], 4) for name in SIGNALS},
        bias=round(weights.bias, 4),
        answer=weights.answer,
        suggest=weights.suggest,
    )
    return json.dumps(shape.model_dump(), indent=2) + "\n"


def parse(content: bytes) -> Learned | Unusable:
    """Read the file's bytes."""
    try:
        shape = _Shape.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        return Unusable(reason=f"{place}: {first['msg']}")
    if set(shape.ranking) != set(NAMES) or set(shape.confidence) != set(SIGNALS):
        return Unusable(reason="it was written by another version of the bot, with other features")
    weights = Weights(
        ranking=MappingProxyType(shape.ranking),
        confidence=MappingProxyType(shape.confidence),
        bias=shape.bias,
        answer=shape.answer,
        suggest=shape.suggest,
    )
    return Learned(revision=shape.revision, weights=weights)
