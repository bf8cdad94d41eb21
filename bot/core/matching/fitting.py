"""Fit the dual weights of kernel ridge regression, or update those of an earlier fit after a few examples have changed.

An example is the same vector whatever the others are, so that the kernel between two of them never changes. With the
Cholesky factor of the last fit, G = (K + ridge I)^-1 times a few columns takes two triangular solves. All changes are
one bordered system, whose solution is that of a new fit, up to rounding:

    | K + ridge I   U | | x |   | Y |
    | U'            D | | v | = | T |

x are the dual weights of the old examples, with 0 for each removed one. U has the unit vector of each removed one, and
the kernel between the old examples and each added one; D the kernel between the added ones, with the ridge.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.kept.files import NOTHING_KEPT, Kept
from bot.core.kept.packed import Arrays
from bot.core.matching.arrays import Floats, Indexes

# Rows and columns of a block: large enough for fast products, small enough that factoring it takes little time.
_BLOCK: Final = 192
_FEW_CHANGED: Final = 0.1
"""Up to this share of added and removed examples, an update is quicker than a new fit."""
_DIGEST_BYTES: Final = 16

Factor = Sequence[Floats]
"""A Cholesky factor by blocks of rows, each from its first column to its diagonal, where it has the block's inverse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSet:
    """What is fitted. `owners` has the entry of each example; examples with the same text are the same vector.

    `kernel` computes the kernel between all examples, shape (examples, examples), from its diagonal down; `rows`
    computes the kernel of the examples at these places with all examples. `ridge` is added to the diagonal.
    """

    texts: Sequence[str]
    owners: Sequence[int]
    entries: int
    ridge: float
    kernel: Callable[[], Floats]
    rows: Callable[[Sequence[int]], Sequence[Floats] | Floats]


def fit(examples: TrainingSet, kept: Kept = NOTHING_KEPT, name: str = "fit") -> Floats:
    """Return the dual weights, shape (examples, entries): each entry's target is 1 for its examples and 0 for others.

    An earlier fit that was `kept` under this name is updated if few examples have changed since; a new one is kept.
    """
    digests = _digests(examples.texts)
    arrays = kept.find(name)
    found = None if arrays is None else _updated(_unpack(arrays), examples, digests)
    if found is not None:
        return found
    factor = factor_positive(ridged(examples.kernel(), examples.ridge))
    duals = solve(factor, _targets(examples.owners, examples.entries))
    kept.keep(
        name,
        {
            "digests": digests,
            "owners": np.array(examples.owners, dtype=np.int64),
            "duals": duals,
            **{f"factor/{place}": rows for place, rows in enumerate(factor)},
        },
    )
    return duals


def ridged(kernel: Floats, ridge: float) -> Floats:
    """Add the ridge to the diagonal of a kernel, in place."""
    np.fill_diagonal(kernel, kernel.diagonal() + np.float32(ridge))
    return kernel


def factor_positive(matrix: Floats) -> Factor:
    """Return the Cholesky factor of a symmetric positive definite matrix, shape (n, n).

    Only its values from its diagonal down are used, and they are overwritten, block by block (Golub and Van Loan 2013,
    4.2.8: each block needs one product with all blocks before it).
    Raises numpy.linalg.LinAlgError if the matrix is not positive definite.
    """
    for block in blocks(len(matrix)):
        before, below = slice(block.start), slice(block.stop, None)
        matrix[block.start :, block] -= matrix[block.start :, before] @ matrix[block, before].T
        matrix[block, block] = np.linalg.inv(np.linalg.cholesky(matrix[block, block]))
        matrix[below, block] = matrix[below, block] @ matrix[block, block].T
    return [matrix[block, : block.stop] for block in blocks(len(matrix))]


def solve(factor: Factor, targets: Floats) -> Floats:
    """Solve A X = `targets` for the matrix A of a factor; shapes (n, m)."""
    found = targets.copy()
    spans = list(zip(blocks(len(targets)), factor, strict=True))
    for block, rows in spans:
        before = slice(block.start)
        found[block] = rows[:, block] @ (found[block] - rows[:, before] @ found[before])
    for block, rows in reversed(spans):
        before = slice(block.start)
        found[block] = rows[:, block].T @ found[block]
        found[before] -= rows[:, before].T @ found[block]
    return found


def blocks(size: int) -> Iterator[slice]:
    """Return the rows, or columns, of each block."""
    return (slice(at, min(at + _BLOCK, size)) for at in range(0, size, _BLOCK))


def _targets(owners: Sequence[int], entries: int) -> Floats:
    targets = np.zeros((len(owners), entries), dtype=np.float32)
    targets[np.arange(len(owners)), list(owners)] = 1
    return targets


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fitted:
    """An earlier fit; `digests` are those of its texts."""

    digests: NDArray[np.uint8]
    owners: Indexes
    duals: Floats
    factor: Factor


def _unpack(arrays: Arrays) -> _Fitted:
    return _Fitted(
        digests=arrays["digests"],
        owners=arrays["owners"],
        duals=arrays["duals"],
        factor=[arrays[f"factor/{place}"] for place, _ in enumerate(blocks(len(arrays["owners"])))],
    )


def _digests(texts: Sequence[str]) -> NDArray[np.uint8]:
    """Return a hash of each text, shape (texts, bytes)."""
    hashes = (hashlib.sha256(text.encode(errors="surrogatepass")).digest()[:_DIGEST_BYTES] for text in texts)
    return np.frombuffer(b"".join(hashes), dtype=np.uint8).reshape(-1, _DIGEST_BYTES)


def _updated(fitted: _Fitted, examples: TrainingSet, digests: NDArray[np.uint8]) -> Floats | None:
    """Return the dual weights of the examples; None if too many have changed."""
    was, now, before = _same(fitted, digests, examples.owners)
    removed = np.setdiff1d(np.arange(len(fitted.owners)), was)
    added = np.setdiff1d(np.arange(len(examples.owners)), now)
    if len(removed) + len(added) > _FEW_CHANGED * len(fitted.owners):
        return None
    # The old weights for today's entries; a new entry has no old example, and its column is 0.
    old = np.zeros((len(fitted.owners), examples.entries), dtype=np.float32)
    old[:, list(before.values())] = fitted.duals[:, list(before)]
    found = np.zeros((len(examples.owners), examples.entries), dtype=np.float32)
    if len(removed) + len(added):
        kernel = np.reshape(examples.rows(added.tolist()), (len(added), len(examples.owners)))
        border = np.zeros((len(fitted.owners), len(removed) + len(added)), dtype=np.float32)
        border[removed, np.arange(len(removed))] = 1
        border[was, len(removed) :] = kernel[:, now].T
        corner = np.zeros((border.shape[1], border.shape[1]))
        corner[len(removed) :, len(removed) :] = kernel[:, added] + examples.ridge * np.eye(len(added))
        targets = np.zeros((border.shape[1], examples.entries))
        targets[len(removed) :] = _targets([examples.owners[place] for place in added.tolist()], examples.entries)
        reached = solve(fitted.factor, border)
        given = np.linalg.solve(corner - border.T @ reached, targets - border.T @ old)
        old -= reached @ given.astype(np.float32)
        found[added] = given[len(removed) :]
    found[now] = old[was]
    return found


def _same(
    fitted: _Fitted, digests: NDArray[np.uint8], owners: Sequence[int]
) -> tuple[Indexes, Indexes, Mapping[int, int]]:
    """Return the places of the same examples of the same entries, old and new, and the new number of each old entry.

    The same entry is the one that most of its old texts have now: a fact that is added or moved renumbers others.
    """
    old, new = list(map(bytes, fitted.digests)), list(map(bytes, digests))
    held = Counter((int(fitted.owners[was]), owners[now]) for was, now in _pairs(old, new))
    number_of: dict[int, int] = {}
    taken: set[int] = set()
    for (before, after), _ in held.most_common():
        if before not in number_of and after not in taken:
            number_of[before] = after
            taken.add(after)
    entries = (number_of.get(entry) for entry in fitted.owners.tolist())
    pairs = _pairs(list(zip(old, entries, strict=True)), list(zip(new, owners, strict=True)))
    found = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    return found[:, 0], found[:, 1], number_of


def _pairs(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return the places of the same things; equal ones are paired in their order."""
    place_of = {each: place for place, each in enumerate(_numbered(old))}
    return [(place_of[each], place) for place, each in enumerate(_numbered(new)) if each in place_of]


def _numbered(things: Sequence[Hashable]) -> Iterator[tuple[Hashable, int]]:
    seen: Counter[Hashable] = Counter()
    for each in things:
        yield each, seen[each]
        seen[each] += 1
