"""Measure how well an entry answers a question: the features that the ranking weighs."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.arrays import Doubles, Floats, Indexes
from bot.core.matching.documents import Entries, TextRole, TrainingExample
from bot.core.matching.embeddings import WordVectors
from bot.core.matching.index import InvertedIndex, parts
from bot.core.matching.query import ParsedText

FEATURES: Final = (
    "classifier",  # how far the linear classifier assigns the question to the entry
    "meaning",  # the nearest example by word vectors: cosine
    "ask",  # the nearest question or phrasing, regardless of word order (rapidfuzz token_sort_ratio)
    "both",  # the nearest question or phrasing, by the idf mass that it and the question have in common
    "bm25",  # all texts of the entry taken as one (BM25, as a share of the highest possible)
    "coverage",  # share of the question's importance that the entry's texts cover; a similar word counts in part
    "mass",  # how much of the question is covered: one word in common may be chance, four are not
    "rarity",  # the same, in words that are rare in the base
    "gap",  # the importance of the most important word that is not covered (counts against)
    "ahead",  # how far `coverage` is ahead of that of the best other entry, or behind it
    "held",  # share of what is asked for (who, when, where, how many) that the statement has
    "lacked",  # the share of it that the statement lacks (counts against)
    "unnamed",  # it mentions what "which" asks for but does not name it (counts against)
    "asked",  # the share of the entry's questions that ask for the same kind of thing
    "unasked",  # none of the entry's questions asks for that kind of thing (counts against)
    "absent",  # names of the vocabulary in the question that the entry lacks (counts against)
    "capitals",  # other words with a capital that the entry lacks
    "unseen",  # share of the question's words that no entry has (counts against)
    "entry",  # 1 for every entry: what it takes to be nearer than no entry at all
    "fact",  # 1 for a fact, 0 for an unknown: most questions have an answer
    "numbers",  # share of the question's numbers that the entry lacks (counts against)
)
"""The names of the features, as knowledge/calibration.json stores them, in the order of their columns."""

K1: Final = 1.2
"""How soon more texts with a term stop counting in BM25; the usual value (Robertson and Zaragoza 2009)."""
B: Final = 0.75
"""How much BM25 corrects for the length of an entry, 0 to 1; the usual value."""
FULL_RARITY: Final = 15.0
"""The idf mass of three or four words that are rare in a base of `_USUAL_SIZE` entries."""
FULL_MASS: Final = 4.0
"""The importance of four nouns."""

_USUAL_SIZE: Final = 210  # entries
_ALL_NAMES: Final = 2  # names that an entry lacks, from which on more of them change nothing
_HALF: Final = 0.5  # credit below which a word is not covered
_LEAST: Final = 1e-9  # keeps a division by a share of 0 defined
_NO_FOCUS: Final[frozenset[str]] = frozenset()
_NOTHING_COUNTED: Final[Mapping[str, int]] = MappingProxyType({})
_WORDS_AT_ONCE: Final = 2**9  # words compared with all others at a time, so that a large base needs no large matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """What is left out when a base is asked its own questions: an example, or an entry with all its examples."""

    example: int | None = None
    entry: int | None = None


NOTHING_HIDDEN: Final = Hidden()
"""The base as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The features of some entries for one question: `values` has the shape (entries, features)."""

    entries: Indexes
    values: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The examples of some entries, ascending; those of each entry begin at its place in `starts`."""

    examples: Indexes
    starts: Indexes

    def nearest(self, values: Floats, hidden: Hidden) -> Floats:
        """Return the highest value among the examples of each entry, shape (entries,)."""
        seen = values if hidden.example is None else np.where(self.examples == hidden.example, 0, values)
        return np.maximum.reduceat(seen, self.starts).astype(np.float32)


def missing_numbers(question: ParsedText, index: InvertedIndex, entries: Indexes) -> Floats:
    """Return the share of the question's numbers that each of some entries lacks, shape (entries,)."""
    if not question.numbers:
        return np.zeros(len(entries), dtype=np.float32)
    held = np.count_nonzero(index.weights_in(question.numbers, entries), axis=0)
    return np.asarray((len(question.numbers) - held) / len(question.numbers), dtype=np.float32)


def ahead(shares: Floats) -> Floats:
    """Return how far each share is ahead of the best other, or behind the best: -1 to 1, shape (entries,)."""
    if len(shares) < 2:  # noqa: PLR2004 - alone, an entry is ahead of nothing
        return shares
    second, first = np.sort(shares)[-2:]
    return np.asarray(np.where(shares == first, shares - second, shares - first), dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bm25:
    """BM25 over entries (Robertson and Zaragoza 2009); a term's frequency is the number of an entry's texts with it.

    `index` counts these texts. `lengths` are the terms of each entry, summed over its texts; `mean` is their mean.
    """

    entries: Entries
    index: InvertedIndex
    lengths: Doubles
    mean: float

    def scores(self, question: ParsedText, entries: Sequence[int] | Indexes, hidden: int | None) -> Floats:
        """Return each entry's BM25 as a share of the highest possible, 0 to 1, shape (entries,).

        `hidden` is the place of an example that is left out.
        """
        weighed = self.index.rarities(question.terms) * list(question.terms.values())
        highest = weighed.sum() * (K1 + 1) or 1.0
        wanted = np.asarray(entries, dtype=np.intp)
        counts = self.index.weights_in(question.terms, wanted)
        lengths = self.lengths.take(wanted)
        if hidden is not None:
            self._leave_out(hidden, question, wanted, counts, lengths)
        damping = K1 * (1 - B + B * lengths / self.mean)
        total = weighed @ (counts * (K1 + 1) / (counts + damping))
        return np.asarray(total / highest, dtype=np.float32)

    def _leave_out(self, hidden: int, question: ParsedText, wanted: Indexes, counts: Floats, lengths: Doubles) -> None:
        """Subtract the terms of the hidden example from those of its entry, in place."""
        example = self.entries.examples[hidden]
        lost = example.parsed.terms
        owner = wanted == example.entry
        # A column even if the question has no terms, such as "who are you".
        counts[:, owner] -= np.array([term in lost for term in question.terms], dtype=np.float32).reshape(-1, 1)
        lengths[owner] -= len(lost)


def build_bm25(entries: Entries, index: InvertedIndex) -> Bm25:
    """Measure the entries; `index` has the counts of `Entries.terms` as weights."""
    lengths = np.bincount(index.texts, weights=index.weights, minlength=index.size).astype(np.float64)
    return Bm25(entries=entries, index=index, lengths=lengths, mean=float(lengths.sum()) / max(len(lengths), 1) or 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How much a question and the questions of the base have in common.

    `examples` indexes the texts, `rarity` has the idf of each term among the entries. `masses` is the idf mass of each
    example, shape (examples,), infinite for a text that is neither question nor phrasing.
    """

    examples: InvertedIndex
    rarity: InvertedIndex
    masses: Doubles

    def scores(self, question: ParsedText, places: Indexes) -> Floats:
        """Return the agreement with some examples, in ascending order; 0 to 1, shape (places,).

        It is the F1 measure (van Rijsbergen 1979) over idf mass instead of counts: the harmonic mean of the share of
        the question that the example covers and of the share of the example that the question has.
        """
        if not question.content_words:
            return np.zeros(len(places), dtype=np.float32)
        holding = (self.examples.weights_in(question.terms, places) > 0).astype(np.float32)
        of_question = self._covered(question, holding)
        in_common = self.rarity.rarities(question.terms).astype(np.float32) @ holding
        of_example = in_common / self.masses.take(places)
        return np.asarray(2 * of_question * of_example / np.maximum(of_question + of_example, _LEAST), dtype=np.float32)

    def _covered(self, question: ParsedText, holding: Floats) -> Floats:
        """Return the share of the question's idf mass that each example covers, shape (examples,).

        `holding` has the shape (terms, examples): 1 where the example has the term of the question, else 0.
        """
        # What covers a word is its stem or a concept, and these are the terms.
        rows = {term: row for row, term in enumerate(question.terms)}
        rarity = self.rarity.rarities(need.stem for need in question.content_words).astype(np.float32)
        # The first term that covers each word, then the second of each, and so on: few words have a third.
        each = ([(rows[term], credit) for term, credit in need.covers.items()] for need in question.content_words)
        ways = np.array(list(itertools.zip_longest(*each, fillvalue=(0, 0.0))), dtype=np.float32)
        earned = (holding[ways[..., 0].astype(np.intp)] * ways[..., 1:]).max(axis=0)
        return np.asarray(rarity @ earned / rarity.sum(), dtype=np.float32)


def weigh_examples(questions: NDArray[np.bool_], *, examples: InvertedIndex, rarity: InvertedIndex) -> Doubles:
    """Return the masses of the examples, of which only `questions` have any.

    Terms that only `examples` indexes, such as pairs of words, weigh nothing.
    """
    weights = [rarity.weight(term) if term in rarity.terms else 0.0 for term in examples.terms]
    masses = np.bincount(examples.texts, weights=np.repeat(weights, np.diff(examples.offsets)), minlength=examples.size)
    return np.asarray(np.where(questions & (masses > 0), masses, np.inf), dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foci:
    """What the questions of each entry ask for: how many ask for each thing, and how many for anything definite."""

    counts: Sequence[Mapping[str, int]]
    asking: Sequence[int]
    focus: Callable[[TrainingExample], frozenset[str]]

    def scores(self, question: ParsedText, entries: Sequence[int], lost: TrainingExample | None) -> Floats:
        """Return the share of each entry's questions that ask for the same thing, and whether none does.

        The shape is (2, entries). Both are 0 if the question asks for nothing definite, or no question of the entry
        does. `lost` is an example that is left out.
        """
        found = np.zeros((2, len(entries)), dtype=np.float32)
        if not question.focus:
            return found
        for place, entry in enumerate(entries):
            counts, asking = self.counts[entry], self.asking[entry]
            without = self.focus(lost) if lost is not None and lost.entry == entry else _NO_FOCUS
            same = max(counts.get(term, 0) - (term in without) for term in question.focus)
            if asking > bool(without):
                found[:, place] = same / (asking - bool(without)), same == 0
        return found


def find_focus_of(entries: Entries) -> Callable[[TrainingExample], frozenset[str]]:
    """Return the function that tells what an example asks for."""

    def focus(example: TrainingExample) -> frozenset[str]:
        # A statement that stands in for a question asks for nothing, whatever its "who" and "when".
        asks = example.role is TextRole.QUESTION and example.text != entries.targets[example.entry].statement
        return example.parsed.focus if asks else _NO_FOCUS

    return focus


def count_foci(entries: Entries, examples: Iterable[TrainingExample]) -> tuple[Mapping[str, int], int]:
    """Count what the questions among an entry's examples ask for: those that ask for each thing, and for any at all."""
    foci = list(map(find_focus_of(entries), examples))
    counts = Counter(itertools.chain.from_iterable(foci)) if any(foci) else _NOTHING_COUNTED
    return counts, sum(map(bool, foci))


@dataclass(frozen=True, kw_only=True)
class WordCredits:
    """How well some entries cover each content word of a question.

    `credits` has the shape (words, entries), 0 to 1. `importance` is how much each word matters in its language, and
    `rarity` how rare it is in the base, its idf; both have the shape (words,).
    """

    credits: Floats
    importance: Floats
    rarity: Floats

    @cached_property
    def covered(self) -> Floats:
        """The importance that each entry covers, shape (entries,)."""
        return self.importance @ self.credits

    @property
    def share(self) -> Floats:
        """The share of the question's importance that each entry covers, 0 to 1, shape (entries,)."""
        return self.covered / max(float(self.importance.sum()), _LEAST)

    @property
    def mass(self) -> Floats:
        """The importance that each entry covers as a share of `FULL_MASS`, at most 1, shape (entries,)."""
        return np.asarray(np.minimum(self.covered / FULL_MASS, 1), dtype=np.float32)

    @property
    def rare_mass(self) -> Floats:
        """The idf mass that each entry covers as a share of the highest that counts, at most 1, shape (entries,).

        A word's idf grows with the base, and so does that limit: it is `FULL_RARITY` in a base of usual size.
        """
        limit = FULL_RARITY * _highest_idf(self.credits.shape[1]) / _highest_idf(_USUAL_SIZE)
        return np.asarray(np.minimum(self.rarity @ self.credits / limit, 1), dtype=np.float32)

    @property
    def gap(self) -> Floats:
        """The importance of the most important word that each entry does not cover, shape (entries,)."""
        return np.asarray(((1 - self.credits) * self.importance[:, None]).max(axis=0, initial=0), dtype=np.float32)

    def lacking(self, chosen: Floats) -> Floats:
        """Return how many of the chosen words each entry lacks, as a share of those that count, shape (entries,).

        `chosen` has the shape (words,), 1 or 0.
        """
        return np.asarray(np.minimum(chosen @ (self.credits < _HALF), _ALL_NAMES) / _ALL_NAMES, dtype=np.float32)

    def unseen(self, hidden: Hidden) -> float:
        """Return the share of the content words that no entry covers, 0 to 1; a hidden entry does not count."""
        held = self.credits > 0
        if hidden.entry is not None:
            held[:, hidden.entry] = False
        return 1 - np.count_nonzero(held.any(axis=1)) / len(held) if len(held) else 0.0

    def of(self, entries: Indexes) -> WordCredits:
        """Return the credits of some of the entries."""
        return replace(self, credits=self.credits[:, entries])

    def or_like(self, likeness: Floats) -> WordCredits:
        """Return the higher of each credit and the likeness of the entry's closest word; both have the same shape."""
        return replace(self, credits=np.maximum(self.credits, likeness))


def _highest_idf(entries: int) -> float:
    """Return the idf of a term that none of so many entries has."""
    return math.log(1 + (entries + 0.5) / 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Measures which content words of a question the entries cover.

    `index` has the entries' terms with their idf; `importance` weighs words.
    """

    index: InvertedIndex
    entries: Entries
    importance: Callable[[Sequence[str]], Floats]

    def of(self, question: ParsedText, hidden: Hidden) -> WordCredits:
        """Return how well each entry covers the question's content words, by the words themselves and by concepts."""
        credits_ = self.index.greatest([need.covers for need in question.content_words])
        if hidden.example is not None:
            lost = self.entries.examples[hidden.example]
            credits_[:, lost.entry] = [self._without(lost, need.covers) for need in question.content_words]
        rarity = self.index.rarities(need.stem for need in question.content_words)
        return WordCredits(
            credits=credits_,
            importance=self.importance([need.word for need in question.content_words]),
            rarity=rarity.astype(np.float32),
        )

    def _without(self, lost: TrainingExample, covers: Mapping[str, float]) -> float:
        """Return what a word earns from an entry without one of its examples."""
        held = self.entries.terms[lost.entry]
        left = (value for term, value in covers.items() if held.get(term, 0) > (term in lost.parsed.terms))
        return max(left, default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordMeanings:
    """How close an entry comes to each word of a question, by word vectors.

    A question says "spies", the entry says "CIA": the two words are close even if the whole texts are far apart.

    `words` numbers the rows of `embedded`, shape (words, dimensions). `held` has the words of entry e at
    `starts[e]:starts[e + 1]`, and `texts` the number of the entry's texts with each. `closest`, shape (words, entries),
    is how close each entry comes to every word of the base.
    """

    vectors: WordVectors
    words: Mapping[str, int]
    embedded: Floats
    starts: NDArray[np.int32]
    held: NDArray[np.int32]
    texts: NDArray[np.int32]
    closest: Floats

    def closeness(self, question: ParsedText, hidden: Hidden, kept: Indexes, entries: Entries) -> Floats:
        """Return how close some entries come to each content word: cosines, 0 to 1, shape (words, kept)."""
        spelt = [need.word for need in question.content_words]
        numbers = np.array([self.words.get(word, -1) for word in spelt], dtype=np.intp)
        known = (numbers >= 0).nonzero()[0]
        found = np.zeros((len(spelt), len(kept)), dtype=np.float32)
        found[known] = self.closest[numbers.take(known)[:, np.newaxis], kept]
        unknown = [word for word in spelt if word not in self.words] if len(known) < len(spelt) else []
        new = dict(zip(unknown, self.vectors.embed_words(unknown), strict=True)) if unknown else {}
        if new:
            close = self._closeness_to_new(new, kept)
            found[numbers < 0] = [close[word] for word in unknown]
        if hidden.example is not None:
            example = entries.examples[hidden.example]
            found[:, kept == example.entry] = self._without(spelt, new, example.entry, example.parsed)[:, np.newaxis]
        return found

    def _closeness_to_new(self, new: Mapping[str, Floats], kept: Indexes) -> Mapping[str, Floats]:
        """Return how close some entries come to words that the base does not have, given their vectors."""
        places, starts = parts(self.starts.astype(np.intp), kept)
        likeness = np.stack(list(new.values())) @ self.embedded.T
        return dict(zip(new, _closest(likeness, self.held[places], np.append(starts, len(places))), strict=True))

    def closest_word(self, word: str, entry: int) -> str:
        """Return the entry's word that is closest to `word`; empty for an entry without words."""
        held = self.held[self.starts[entry] : self.starts[entry + 1]]
        if not len(held):
            return ""
        number = self.words.get(word)
        asked = self.vectors.embed_words([word])[0] if number is None else self.embedded[number]
        spelt = list(self.words)
        return spelt[int(held[np.argmax(self.embedded[held] @ asked)])]

    def _without(self, spelt: Sequence[str], new: Mapping[str, Floats], entry: int, lost: ParsedText) -> Floats:
        """Return how close an entry comes without the words that only its text `lost` has, shape (words,)."""
        span = slice(self.starts[entry], self.starts[entry + 1])
        only = {self.words[need.word] for need in lost.content_words if need.word in self.words}
        kept = [
            number
            for number, texts in zip(self.held[span].tolist(), self.texts[span].tolist(), strict=True)
            if texts > 1 or number not in only
        ]
        if not kept or not spelt:
            return np.zeros(len(spelt), dtype=np.float32)
        asked = np.stack([new[word] if word in new else self.embedded[self.words[word]] for word in spelt])
        return np.asarray(np.clip((asked @ self.embedded[kept].T).max(axis=1), 0, 1), dtype=np.float32)


def build_word_meanings(
    index: InvertedIndex, vectors: WordVectors, old: WordMeanings | None = None, origin: Indexes | None = None
) -> WordMeanings:
    """Embed every content word of the entries; `index` has the number of each entry's texts with it.

    `origin` has the place of each entry among those of an `old` base, -1 for a new or changed one: what is known of the
    others is not computed again. Without it, that takes time in the square of the number of different words.
    """
    order = np.argsort(index.texts, kind="stable")
    numbers = np.repeat(np.arange(len(index.terms), dtype=np.int32), np.diff(index.offsets))
    counts = np.bincount(index.texts, minlength=index.size)
    words = dict(index.terms)
    found = WordMeanings(
        vectors=vectors,
        words=words,
        embedded=vectors.embed_words(list(words)),
        starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        held=numbers.take(order),
        texts=index.weights.take(order).astype(np.int32),
        closest=np.zeros((len(words), index.size), dtype=np.float32),
    )
    every = np.arange(index.size)
    if old is None or origin is None:
        _compare(found, np.arange(len(words)), every)
        return found
    row = np.array([old.words.get(word, -1) for word in words], dtype=np.intp)
    same, known = np.flatnonzero(row >= 0), np.flatnonzero(origin >= 0)
    found.closest[np.ix_(same, known)] = old.closest[np.ix_(row[same], origin[known])]
    _compare(found, np.flatnonzero(row < 0), every)
    _compare(found, same, np.flatnonzero(origin < 0))
    return found


def _compare(found: WordMeanings, asked: Indexes, entries: Indexes) -> None:
    """Compute how close some entries come to some words, by their numbers, in place."""
    places, starts = parts(found.starts.astype(np.intp), entries)
    rows, held = np.unique(found.held[places], return_inverse=True)
    table, bounds = found.embedded[rows], np.append(starts, len(places)).astype(np.int32)
    for first in range(0, len(asked), _WORDS_AT_ONCE):
        some = asked[first : first + _WORDS_AT_ONCE]
        likeness = table @ found.embedded[some].T
        found.closest[np.ix_(some, entries)] = _closest_of_all(likeness, held.astype(np.int32), bounds)


def _closest(likeness: Floats, held: NDArray[np.int32], starts: NDArray[np.int32] | Indexes) -> Floats:
    """Return the highest likeness among each entry's words, 0 to 1; 0 for an entry without words.

    `likeness` has the shape (…, words of the base).
    """
    filled = np.flatnonzero(np.diff(starts))
    found = np.zeros((*likeness.shape[:-1], len(starts) - 1), dtype=np.float32)
    if len(filled):
        found[..., filled] = np.maximum.reduceat(likeness[..., held], starts[filled], axis=-1)
    return np.clip(found, 0, 1)


def _closest_of_all(likeness: Floats, held: NDArray[np.int32], starts: NDArray[np.int32]) -> Floats:
    """Return the same, shape (words asked, entries), for many words at once: likeness has (words of the base, asked).

    A row for each word of the base lets the processor compare many words in one step.
    """
    found = np.zeros((len(starts) - 1, likeness.shape[1]), dtype=np.float32)
    for entry, (first, last) in enumerate(itertools.pairwise(starts.tolist())):
        if last > first:
            likeness.take(held[first:last], axis=0).max(axis=0, out=found[entry])
    return np.clip(found, 0, 1, out=found).T
