"""An inverted index over small texts: the texts that have a term, and how much it counts in each."""

from __future__ import annotations

import itertools
import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot.core.kept.lines import pack_numbered, unpack_numbered
from bot.core.kept.packed import Arrays
from bot.core.matching.arrays import Floats, Indexes


def ranges(starts: Indexes, sizes: Indexes) -> Indexes:
    """Return the numbers from each start on, `sizes` of them, one range after the other; shape (sum of sizes,)."""
    # Methods: numpy's functions of these names take twice as long.
    ends = sizes.cumsum()
    return np.asarray(np.arange(ends[-1] if len(ends) else 0) + (starts - (ends - sizes)).repeat(sizes))


def parts(bounds: Indexes, rows: Indexes) -> tuple[Indexes, Indexes]:
    """Return the places of the parts of some rows, one row after the other, and where each row begins among them.

    The parts of row r are at `bounds[r]:bounds[r + 1]`.
    """
    starts = bounds.take(rows)
    sizes = bounds.take(rows + 1) - starts
    return ranges(starts, sizes), sizes.cumsum() - sizes


_FREQUENT: Final = 160  # texts from which a term is faster as a column of a dense matrix than pair by pair
_ROWS: Final = 2**9  # rows of the products that are computed in one step
_PAIRS: Final = 2**19  # pairs of texts whose products are added in one step: few enough for the processor's cache


def gram_matrix(*, texts: NDArray[np.int32], weights: Floats, sizes: NDArray[np.int64], order: int) -> Floats:
    """Return the dot products of `order` texts, shape (order, order); those above the diagonal are missing.

    `texts` and `weights` hold the postings term by term, those of a term by ascending text; `sizes` is the number of
    each term's.
    """
    frequent = sizes >= _FREQUENT
    chosen = np.repeat(frequent, sizes)
    columns = np.repeat(np.cumsum(frequent) - 1, sizes)[chosen]
    dense = np.zeros((order, int(frequent.sum())), dtype=np.float32)
    dense[texts[chosen], columns] = weights[chosen]
    products = np.zeros((order, order), dtype=np.float32)
    for first in range(0, order, _ROWS):
        rows = slice(first, first + _ROWS)
        products[rows, : rows.stop] = dense[rows] @ dense[: rows.stop].T
    rare = sizes[~frequent]
    ends, pairs = np.cumsum(rare), np.cumsum(rare * (rare + 1) // 2)
    steps = np.searchsorted(pairs, np.arange(_PAIRS, pairs[-1] if len(pairs) else 0, _PAIRS))
    texts, weights = texts[~chosen], weights[~chosen]
    for first, last in itertools.pairwise([0, *np.unique(steps[steps > 0]).tolist(), len(rare)]):
        part = slice(ends[first - 1] if first else 0, ends[last - 1] if last else 0)
        _add_pairs(products, texts[part], weights[part], rare[first:last])
    return products


def _add_pairs(products: Floats, texts: NDArray[np.int32], weights: Floats, sizes: NDArray[np.int64]) -> None:
    """Add the products of the terms of each pair of texts, all pairs at once; the later text has the row."""
    starts = np.repeat(np.cumsum(sizes) - sizes, sizes)
    # A text has a pair with itself and with each text before it.
    partners = np.arange(len(texts)) - starts + 1
    one = np.repeat(np.arange(len(texts)), partners)
    other = ranges(starts, partners)
    places = texts[one].astype(np.int64) * len(products) + texts[other]
    np.add.at(products.reshape(-1), places, weights[one] * weights[other])


UNSEEN: Final = -1
"""The number of any term that no text has: its idf is the last."""

_HALF: Final = 32  # bits; while an index is built, the upper half of a posting is the term, the lower the text
_FEW: Final = 2**12  # postings that take no longer than a call of numpy
_TABLE: Final = 2**22  # cells of a table: four times those of a base of 250 entries
_AT_ONCE: Final = 2**18  # postings that are counted or scaled in one step


@dataclass(frozen=True, slots=True, kw_only=True)
class InvertedIndex:
    """Texts by their terms: unit-length vectors of `size` texts, by tf-idf or tf, or the weights as they were given.

    The postings of term number t are at `offsets[t]:offsets[t + 1]` of `texts` and `weights`; `idf` has one place more
    than there are terms, for those that no text has. `table`, if there is one, has the weights once more, by term and
    text; its last row is that of such a term.
    """

    size: int
    terms: Mapping[str, int]
    offsets: NDArray[np.int64]
    texts: NDArray[np.int32]
    weights: Floats
    idf: NDArray[np.float64]
    table: NDArray[np.uint8] | None = None

    def weight(self, term: str) -> float:
        """Return the term's idf as in BM25, always positive; for a term that no text has, the highest possible."""
        return float(self.idf[self.terms.get(term, UNSEEN)])

    def rarities(self, terms: Iterable[str]) -> NDArray[np.float64]:
        """Return the idf of several terms, shape (terms,)."""
        return self.idf.take(self._numbers(terms))

    def unit(self, terms: Mapping[str, float]) -> tuple[Indexes, Floats]:
        """Return a question's terms by number, and their weights times idf, scaled to length 1; both of shape (terms,).

        Terms that no text has count as well, all with the number UNSEEN.
        """
        numbers = self._numbers(terms)
        weighed = np.array(list(terms.values()), dtype=np.float64) * self.idf.take(numbers)
        norm = math.sqrt(weighed @ weighed) or 1.0
        return numbers, (weighed / norm).astype(np.float32)

    def scores(self, terms: Mapping[str, float]) -> Floats:
        """Return the cosine of a question's terms with each text, 0 to 1, shape (size,)."""
        total = np.zeros(self.size, dtype=np.float32)
        numbers, values = self.unit(terms)
        rows, starts, sizes = self._spans(numbers)
        # All terms in one call: most have so few postings that a call for each would take longer than its sums.
        places = ranges(starts, sizes)
        np.add.at(total, self.texts.take(places), self.weights.take(places) * values.take(rows).repeat(sizes))
        return total

    def weights_in(self, terms: Collection[str], texts: Indexes) -> Floats:
        """Return the weight of each term in each of some texts, ascending, 0 if it is absent; shape (terms, texts)."""
        if self.table is not None:
            return self.table.take(self._numbers(terms), axis=0).take(texts, axis=1).astype(np.float32)
        found = np.zeros((len(terms), len(texts) + 1), dtype=np.float32)
        # As wide as the postings: before a search for wider numbers numpy would copy all of them.
        wanted = texts.astype(np.int32)
        rows, starts, sizes = self._spans(self._numbers(terms))
        long = sizes > max(len(texts), _FEW)
        if long.any():
            spans = map(slice, starts[long].tolist(), (starts + sizes)[long].tolist())
            for row, span in zip(rows[long].tolist(), spans, strict=True):
                held, weights = self.texts[span], self.weights[span]
                at = np.minimum(held.searchsorted(wanted), len(held) - 1)
                found[row, :-1] = np.where(held[at] == wanted, weights[at], np.float32(0))
            rows, starts, sizes = rows[~long], starts[~long], sizes[~long]
        if len(rows):
            # All short terms in one call, as above; `place_of` has the place of each wanted text, and the others share
            # a column that is left out.
            place_of = np.full(self.size, len(wanted), dtype=np.int32)
            place_of[wanted] = np.arange(len(wanted))
            postings = ranges(starts, sizes)
            places = (rows * (len(wanted) + 1)).repeat(sizes) + place_of.take(self.texts.take(postings))
            found.reshape(-1)[places] = self.weights.take(postings)
        return found[:, :-1]

    def greatest(self, groups: Sequence[Mapping[str, float]]) -> Floats:
        """Return each group's greatest value among the terms that a text has, 0 for none; shape (groups, size)."""
        if self.table is not None and groups:
            return self._greatest_in(self.table, groups)
        found = np.zeros((len(groups), self.size), dtype=np.float32)
        values = np.array([value for group in groups for value in group.values()], dtype=np.float32)
        numbers = np.arange(len(groups)).repeat([len(group) for group in groups])
        rows, starts, sizes = self._spans(self._numbers(itertools.chain.from_iterable(groups)))
        places = (numbers.take(rows) * self.size).repeat(sizes) + self.texts.take(ranges(starts, sizes))
        np.maximum.at(found.reshape(-1), places, values.take(rows).repeat(sizes))
        return found

    def _greatest_in(self, table: NDArray[np.uint8], groups: Sequence[Mapping[str, float]]) -> Floats:
        # The first term of each group, then the second of each, and so on: few have a third.
        ways = itertools.zip_longest(*groups, fillvalue="")
        numbers = np.array([[self.terms.get(term, UNSEEN) for term in way] for way in ways], dtype=np.intp)
        worth = list(itertools.zip_longest(*(group.values() for group in groups), fillvalue=0.0))
        held = table.take(numbers, axis=0) > 0
        return np.asarray((held * np.array(worth, dtype=np.float32)[..., np.newaxis]).max(axis=0))

    def _numbers(self, terms: Iterable[str]) -> Indexes:
        number_of = self.terms.get
        return np.array([number_of(term, UNSEEN) for term in terms], dtype=np.intp)

    def _spans(self, numbers: Indexes) -> tuple[Indexes, NDArray[np.int64], NDArray[np.int64]]:
        """Return which of these terms some text has, where the postings of each begin, and their number."""
        rows = (numbers != UNSEEN).nonzero()[0]
        known = numbers.take(rows)
        starts = self.offsets.take(known)
        return rows, starts, self.offsets.take(known + 1) - starts

    def with_table(self) -> InvertedIndex:
        """Return the same index with a table if it is small and its weights are counts that fit into bytes."""
        cells = (len(self.terms) + 1) * self.size
        if cells > _TABLE or not np.array_equal(self.weights, counts := self.weights.astype(np.uint8)):
            return self
        table = np.zeros((len(self.terms) + 1, self.size), dtype=np.uint8)
        table[np.repeat(np.arange(len(self.terms)), np.diff(self.offsets)), self.texts] = counts
        return replace(self, table=table)


def joint_gram_matrix(indexes: Sequence[InvertedIndex], shares: Sequence[float]) -> Floats:
    """Return the cosines of all texts with each other, shape (texts, texts), summed over indexes of the same texts.

    `shares` is what the cosines of each index count for. The values above the diagonal mean nothing.
    """
    scaled = zip(indexes, shares, strict=True)
    return gram_matrix(
        texts=np.concatenate([index.texts for index in indexes]),
        weights=np.concatenate([index.weights * np.float32(math.sqrt(share)) for index, share in scaled]),
        sizes=np.concatenate([np.diff(index.offsets) for index in indexes]),
        order=indexes[0].size,
    )


class IndexBuilder:
    """Indexes texts one by one, as terms with their weights, without keeping them."""

    def __init__(self) -> None:
        self._terms = _numbering()
        self._numbers, self._values, self._sizes = array("i"), array("f"), array("i")

    def add(self, text: Mapping[str, float]) -> None:
        """Add a text: its terms with their weights before idf."""
        self._numbers.extend(map(self._terms.__getitem__, text))
        self._values.extend(text.values())
        self._sizes.append(len(text))

    def build(self, *, scaled: bool = True, by_rarity: bool = True) -> InvertedIndex:
        """Build the index of all texts added. Unless `scaled`, it keeps their weights as they are.

        Unless `by_rarity`, each term has the idf 1, so that a text is the same vector whatever the others are.
        """
        postings = _postings(self._numbers, self._sizes)
        order = np.argsort(postings)
        # Unlike indexing, `take` lets other threads run.
        values = np.array(self._values, dtype=np.float32).take(order)
        return _index(self._terms, len(self._sizes), postings.take(order), values, scaled=scaled, by_rarity=by_rarity)


def join_indexes(
    indexes: Sequence[InvertedIndex], places: Indexes, *, scaled: bool = False, by_rarity: bool = True
) -> InvertedIndex:
    """Return the index of some texts, by their places among those of all the indexes, one index after the other.

    Its terms are in alphabetical order. If it is `scaled`, each term of a text counts 1 before idf; otherwise the
    weights stay as they are. Unless `by_rarity`, each term has the idf 1.
    """
    firsts = np.cumsum([0, *(index.size for index in indexes)])
    place_of = np.full(firsts[-1], UNSEEN, dtype=np.int64)
    place_of[places] = np.arange(len(places))
    numbers = _numbering()
    terms, texts, weights = [], [], []
    for index, first in zip(indexes, firsts.tolist(), strict=False):
        held = place_of[first : first + index.size].take(index.texts)
        kept = held >= 0
        number_of = np.fromiter(map(numbers.__getitem__, index.terms), dtype=np.int64, count=len(index.terms))
        terms.append(number_of.repeat(np.diff(index.offsets))[kept])
        texts.append(held[kept])
        weights.append(index.weights[kept])
    term = np.concatenate(terms)
    found = np.zeros(len(numbers), dtype=np.bool_)
    found[term] = True
    ordered = sorted(word for word, number in numbers.items() if found[number])
    rank = np.zeros(len(numbers), dtype=np.int64)
    rank[[numbers[word] for word in ordered]] = np.arange(len(ordered))
    postings = rank.take(term) << _HALF | np.concatenate(texts)
    order = np.argsort(postings, kind="stable")  # nearly sorted: what was kept is in order
    values = np.concatenate(weights).take(order)
    sorted_terms = dict(zip(ordered, range(len(ordered)), strict=True))
    given = np.ones_like(values) if scaled else values
    return _index(sorted_terms, len(places), postings.take(order), given, scaled=scaled, by_rarity=by_rarity)


class PieceIndexBuilder:
    """Indexes texts as parts, each cut into pieces; `damped` says how much a piece counts, however rare it is.

    Parts, such as words, repeat: each is cut once.
    """

    def __init__(self, cut: Callable[[str], Iterable[str]]) -> None:
        self._cut = cut
        self._parts = _numbering()
        self._numbers, self._sizes = array("i"), array("i")

    def add(self, parts: Iterable[str]) -> None:
        """Add a text, by its parts."""
        before = len(self._numbers)
        self._numbers.extend(map(self._parts.__getitem__, parts))
        self._sizes.append(len(self._numbers) - before)

    def build(self) -> InvertedIndex:
        """Build the index of all texts added."""
        terms = _numbering()
        cut = [array("i", map(terms.__getitem__, self._cut(part))) for part in self._parts]
        pieces = np.sort(self._pieces(cut))
        first = np.flatnonzero(np.diff(pieces, prepend=-1))
        times = np.diff(first, append=len(pieces))
        counts = np.array([0.0, *map(_damped, range(1, int(times.max(initial=0)) + 1))], dtype=np.float32)
        return _index(terms, len(self._sizes), pieces.take(first), counts.take(times), scaled=True, by_rarity=False)

    def _pieces(self, cut: Sequence[array[int]]) -> NDArray[np.int64]:
        """Return a posting for each piece of each text; `cut` has the numbers of each part's pieces."""
        numbers = np.array(list(itertools.chain.from_iterable(cut)), dtype=np.int64)
        sizes = np.array([len(part) for part in cut], dtype=np.int64)
        starts = np.cumsum(sizes) - sizes
        parts = np.array(self._numbers, dtype=np.int64)
        texts = np.repeat(np.arange(len(self._sizes)), np.array(self._sizes, dtype=np.int64))
        found = [np.zeros(0, dtype=np.int64)]
        for some in _parts(len(parts)):
            held = sizes.take(parts[some])
            pieces = numbers.take(ranges(starts.take(parts[some]), held)) << _HALF
            found.append(pieces | np.repeat(texts[some], held))
        return np.concatenate(found)


def damped(pieces: Iterable[str]) -> dict[str, float]:
    """Return how much each of a text's pieces counts: 1 + ln n for n occurrences."""
    return {piece: 1.0 if number == 1 else _damped(number) for piece, number in Counter(pieces).items()}


def _damped(times: int) -> float:
    return 1.0 if times == 1 else 1.0 + math.log(times)


def _numbering() -> defaultdict[str, int]:
    """Return a mapping that gives each new term the next number.

    A factory that refers to the mapping, such as its length, would keep it in memory until a full garbage collection,
    and a reload exempts what it has built from those.
    """
    return defaultdict(itertools.count().__next__)


def _postings(numbers: array[int], sizes: array[int]) -> NDArray[np.int64]:
    """Return one number for each posting, which numpy sorts fastest. `sizes` are the numbers of the texts' terms."""
    postings = np.array(numbers, dtype=np.int64) << _HALF
    postings |= np.repeat(np.arange(len(sizes)), np.array(sizes, dtype=np.int64))
    return postings


def _index(  # noqa: PLR0913 - the parts of an index
    terms: Mapping[str, int],
    size: int,
    postings: NDArray[np.int64],
    values: Floats,
    *,
    scaled: bool,
    by_rarity: bool = True,
) -> InvertedIndex:
    """Return the index of sorted postings without repetitions, and their weights."""
    # The cast keeps the lower half: the text.
    texts = postings.astype(np.int32)
    holding = np.zeros(len(terms), dtype=np.int64)
    for part in _parts(len(postings)):
        holding += np.bincount(postings[part] >> _HALF, minlength=len(terms))
    idf, unseen = np.ones(len(terms), dtype=np.float32), 1.0
    if by_rarity:
        idf = np.log(1 + (size - holding + 0.5) / (holding + 0.5)).astype(np.float32)
        unseen = math.log(1 + (size + 0.5) / 0.5)
    return InvertedIndex(
        size=size,
        # A plain dict: a question looks up a hundred terms, and a proxy would make that a third slower.
        terms=dict(terms),
        offsets=np.concatenate([[0], np.cumsum(holding)]).astype(np.int64),
        texts=texts,
        weights=_unit_lengths(values * np.repeat(idf, holding), texts, size) if scaled else values,
        idf=np.append(idf.astype(np.float64), unseen),
    )


def _unit_lengths(weights: Floats, texts: NDArray[np.int32], size: int) -> Floats:
    squares = np.zeros(size, dtype=np.float64)
    for part in _parts(len(texts)):
        squares += np.bincount(texts[part], weights=weights[part] * weights[part], minlength=size)
    lengths = np.sqrt(squares)
    scaled = np.empty(len(weights), dtype=np.float32)
    for part in _parts(len(texts)):
        scaled[part] = weights[part] / lengths.take(texts[part])
    return scaled


def _parts(number: int) -> Iterator[slice]:
    """Return slices that take numpy little time: other threads, such as one that answers, wait while it works."""
    return (slice(first, first + _AT_ONCE) for first in range(0, number, _AT_ONCE))


def pack_index(index: InvertedIndex) -> dict[str, NDArray[Any]]:
    """Return the arrays of an index, to be kept."""
    return {
        **pack_numbered(index.terms),
        "size": np.array(index.size),
        **{name: getattr(index, name) for name in ("offsets", "texts", "weights", "idf")},
    }


def unpack_index(arrays: Arrays) -> InvertedIndex:
    """Return the index whose arrays were kept."""
    return InvertedIndex(
        size=int(arrays["size"]),
        terms=unpack_numbered(arrays),
        offsets=arrays["offsets"],
        texts=arrays["texts"],
        weights=arrays["weights"],
        idf=arrays["idf"],
    )
