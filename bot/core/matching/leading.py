"""Which candidate leads, and how clearly: the odds of it and its kin against all others and against nothing at all."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.features import NAMES, Evidence
from bot.core.matching.kin import Kin
from bot.core.matching.weights import SIGNALS

Floats = NDArray[np.float32]

# The score of no entry at all, against which every entry has to stand.
NOTHING: Final = 0.0
# Odds are not told beyond one in so many.
SUREST: Final = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """The row of the leading candidate, and the share (0 to 1) of all odds that it and its kin have together."""

    row: int
    share: float


def lead(evidence: Evidence, scores: Floats, kin: Kin) -> Lead:
    """The best of the kin that have the most odds together; nothing at all is a rival of every candidate."""
    highest = max(float(scores.max()), NOTHING)
    # Lists: numpy takes longer to begin than a few rows take to add up.
    odds = np.exp(scores.astype(np.float64) - highest).tolist()
    entries = evidence.candidates.tolist()
    odds_of = dict(zip(entries, odds, strict=True))
    together = [sum([odds_of.get(other, 0.0) for other in kin[entry]]) for entry in entries]
    strongest = max(range(len(together)), key=together.__getitem__)
    allied = [row for row, entry in enumerate(entries) if entry in kin[entries[strongest]]]
    return Lead(
        row=max(allied, key=lambda row: (odds[row], -row)),
        share=together[strongest] / (sum(odds) + math.exp(NOTHING - highest)),
    )


def signals(evidence: Evidence, leading: Lead) -> Mapping[str, float]:
    """What the confidence looks at: the leading row's features, and the log odds of it and its kin."""
    features = dict(zip(NAMES, map(float, evidence.values[leading.row]), strict=True))
    share = min(max(leading.share, SUREST), 1 - SUREST)
    return {**{name: features[name] for name in SIGNALS if name != "odds"}, "odds": math.log(share / (1 - share))}
