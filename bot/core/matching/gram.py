"""The products of all texts with each other, from their postings."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# A term of so many texts or more is cheaper as a column of a dense matrix than pair by pair.
_FREQUENT: Final = 64


def gram(*, texts: NDArray[np.int32], weights: Floats, sizes: NDArray[np.int64], order: int) -> Floats:
    """The dot products of `order` texts, shape (order, order).

    `texts` and `weights` hold the postings term by term; `sizes` tells how many each term has.
    """
    frequent = sizes >= _FREQUENT
    chosen = np.repeat(frequent, sizes)
    columns = np.repeat(np.cumsum(frequent) - 1, sizes)[chosen]
    dense = np.zeros((order, int(frequent.sum())), dtype=np.float32)
    dense[texts[chosen], columns] = weights[chosen]
    products: Floats = dense @ dense.T
    _add_pairs(products, texts[~chosen], weights[~chosen], sizes[~frequent])
    return products


def _add_pairs(products: Floats, texts: NDArray[np.int32], weights: Floats, sizes: NDArray[np.int64]) -> None:
    """Add what each pair of texts has of each term, all pairs at once."""
    partners = np.repeat(sizes, sizes)
    starts = np.repeat(np.cumsum(sizes) - sizes, sizes)
    one = np.repeat(np.arange(len(texts)), partners)
    within = np.arange(len(one)) - np.repeat(np.cumsum(partners) - partners, partners)
    other = np.repeat(starts, partners) + within
    places = texts[one].astype(np.int64) * len(products) + texts[other]
    np.add.at(products.reshape(-1), places, weights[one] * weights[other])
