"""Many ranges of numbers at once: for numpy, a call for each of them costs more than what it does."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.intp]


def ranges(starts: Numbers, sizes: Numbers) -> Numbers:
    """So many numbers from each start on, one range after the other; shape (sum of sizes,)."""
    # Methods: numpy's functions of these names take as long again to find them.
    ends = sizes.cumsum()
    return np.asarray(np.arange(ends[-1] if len(ends) else 0) + (starts - (ends - sizes)).repeat(sizes))


def parts(bounds: Numbers, rows: Numbers) -> tuple[Numbers, Numbers]:
    """Where what belongs to some rows stands, one row's after the other, and where among these each row's begins.

    What belongs to row r stands at `bounds[r]:bounds[r + 1]`.
    """
    starts = bounds.take(rows)
    sizes = bounds.take(rows + 1) - starts
    return ranges(starts, sizes), sizes.cumsum() - sizes
