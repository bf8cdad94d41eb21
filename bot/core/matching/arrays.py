"""Names of the array types that matching computes with. Docstrings give shapes in brackets, such as (entries,)."""

from collections.abc import Callable
from typing import Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Indexes = NDArray[np.intp]

VectorKind = Literal["none", "words", "sentences"]
"""What compares texts by their meaning: nothing, word vectors, or these and an encoder of sentences."""


class KeptArrays(Protocol):
    """Arrays of one base that take long to compute, kept from an earlier start."""

    def get(self, name: str, shape: tuple[int, ...], compute: Callable[[], Floats]) -> Floats:
        """Return the kept array of this name and shape, or else compute and keep it."""


class _NothingKept:
    def get(self, name: str, shape: tuple[int, ...], compute: Callable[[], Floats]) -> Floats:  # noqa: ARG002
        """Return the computed array."""
        return compute()


NOTHING_KEPT: Final[KeptArrays] = _NothingKept()
"""Computes every array."""
