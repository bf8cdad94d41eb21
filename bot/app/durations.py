"""How long something took, counted in ranges, so that a monitor can tell the slowest hundredth."""

from __future__ import annotations

import bisect
import itertools
from dataclasses import dataclass, field
from typing import Final

BOUNDS: Final = (0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0)
"""The ranges end with these seconds; Discord waits for three, and most answers take hundredths."""


@dataclass(slots=True, kw_only=True)
class Durations:
    """How often something took how long. `seconds` is the sum of all."""

    seconds: float = 0.0
    _counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))

    def add(self, seconds: float) -> None:
        """Count one more."""
        self.seconds += seconds
        self._counts[bisect.bisect_left(BOUNDS, seconds)] += 1

    def within(self) -> list[tuple[str, float]]:
        """Return for each bound how many took at most so long; the last bound is "+Inf"."""
        bounds = [*map(str, BOUNDS), "+Inf"]
        return list(zip(bounds, map(float, itertools.accumulate(self._counts)), strict=True))
