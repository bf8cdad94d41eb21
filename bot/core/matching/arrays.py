"""Names of the array types that matching computes with. Docstrings give shapes in brackets, such as (entries,)."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Indexes = NDArray[np.intp]

VectorKind = Literal["none", "words", "sentences"]
"""What compares texts by their meaning: nothing, word vectors, or these and an encoder of sentences."""
