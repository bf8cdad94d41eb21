"""How near an entry comes to each single word of a question: the closest of all its words, by word vectors.

A question says "spies" where the entry says "CIA", and shares nothing else with it: the whole texts lie apart, the two
words do not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.documents import Entries, TextRole, TrainingExample
from bot.core.matching.embeddings import WordVectors
from bot.core.matching.index import InvertedIndex, parts
from bot.core.matching.query import ParsedText

K1: Final = 1.2
B: Final = 0.75

Shares = NDArray[np.float32]
Lengths = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bm25:
    """`index` counts the texts of each entry that hold a term.

    `lengths` counts the terms of each entry, text by text; `mean` is their mean.
    """

    entries: Entries
    index: InvertedIndex
    lengths: Lengths
    mean: float

    def of(self, question: ParsedText, candidates: Sequence[int] | NDArray[np.intp], hidden: int | None) -> Shares:
        """The share of the highest possible BM25 that each candidate reaches, 0 to 1, shape (candidates,).

        `hidden` is the place of an example that is left out.
        """
        weighed = self.index.rarities(question.terms) * list(question.terms.values())
        highest = weighed.sum() * (K1 + 1) or 1.0
        wanted = np.asarray(candidates, dtype=np.intp)
        counts = self.index.weights_in(question.terms, wanted)
        lengths = self.lengths.take(wanted)
        if hidden is not None:
            self._leave_out(hidden, question, wanted, counts, lengths)
        damping = K1 * (1 - B + B * lengths / self.mean)
        total = weighed @ (counts * (K1 + 1) / (counts + damping))
        return np.asarray(total / highest, dtype=np.float32)

    def _leave_out(
        self, hidden: int, question: ParsedText, wanted: NDArray[np.intp], counts: Shares, lengths: Lengths
    ) -> None:
        """Take the terms of the hidden example out of what its entry, if it is wanted, has."""
        example = self.entries.examples[hidden]
        gone = example.parsed.terms
        bereft = wanted == example.entry
        counts[:, bereft] -= np.array([[term in gone] for term in question.terms], dtype=np.float32)
        lengths[bereft] -= len(gone)


def build_bm25(entries: Entries, index: InvertedIndex) -> Bm25:
    """Measure the entries; `index` holds one text for each of them, with the counts of `Entries.terms` as weights."""
    lengths = np.bincount(index.texts, weights=index.weights, minlength=index.size).astype(np.float64)
    return Bm25(entries=entries, index=index, lengths=lengths, mean=float(lengths.sum()) / max(len(lengths), 1) or 1.0)


Floats = NDArray[np.float32]

# A share that is none: what nothing is divided by.
_LEAST: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The asks of a base. `examples` tells which texts hold a term, `rarity` how rare it is among the entries.

    `masses` is the idf mass of each example, shape (examples,); infinite for what is no ask.
    """

    examples: InvertedIndex
    rarity: InvertedIndex
    masses: Floats

    def with_(self, question: ParsedText, places: NDArray[np.intp]) -> Floats:
        """The harmonic mean of both shares for some examples, ascending; 0 to 1, shape (places,).

        That is the F1 measure (van Rijsbergen 1979) over idf mass instead of counts.
        """
        if not question.content_words:
            return np.zeros(len(places), dtype=np.float32)
        sought = _sought(question)
        holding = (self.examples.weights_in(sought, places) > 0).astype(np.float32)
        of_question = self._covered(question, sought, holding)
        shared = self.rarity.rarities(sought) * [term in question.terms for term in sought]
        in_common = shared.astype(np.float32) @ holding
        of_ask = in_common / self.masses.take(places)
        return np.asarray(2 * of_question * of_ask / np.maximum(of_question + of_ask, _LEAST), dtype=np.float32)

    def _covered(self, question: ParsedText, sought: tuple[str, ...], holding: Floats) -> Floats:
        """The share of the question's idf mass that each example covers, shape (examples,).

        `holding` has the shape (terms sought, examples): 1 where the example holds the term, else 0.
        """
        rows = {term: row for row, term in enumerate(sought)}
        rarity = self.rarity.rarities(need.stem for need in question.content_words).astype(np.float32)
        # The first term that covers each word, then the second of each, and so on: few words have a third.
        each = ([(rows[term], credit) for term, credit in need.covers.items()] for need in question.content_words)
        ways = np.array(list(zip_longest(*each, fillvalue=(0, 0.0))), dtype=np.float32)
        earned = (holding[ways[..., 0].astype(np.intp)] * ways[..., 1:]).max(axis=0)
        return np.asarray(rarity @ earned / rarity.sum(), dtype=np.float32)


def _sought(question: ParsedText) -> tuple[str, ...]:
    """Every term that may stand in an ask, each once."""
    return tuple(dict.fromkeys((*question.terms, *(term for need in question.content_words for term in need.covers))))


def build_agreement(entries: Entries, *, examples: InvertedIndex, rarity: InvertedIndex) -> Agreement:
    """Weigh the asks. What `examples` indexes besides the terms of `rarity`, such as pairs of words, has no mass."""
    weights = [rarity.weight(term) if term in rarity.terms else 0.0 for term in examples.terms]
    masses = np.bincount(examples.texts, weights=np.repeat(weights, np.diff(examples.offsets)), minlength=examples.size)
    asks = np.array([example.role is TextRole.QUESTION for example in entries.examples])
    return Agreement(examples=examples, rarity=rarity, masses=np.where(asks & (masses > 0), masses, np.inf))


# So much idf is what three or four rare words in common carry.
FULL_MASS: Final = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WordCredits:
    """How well each content word of a question is covered by each of some entries.

    `credits` has the shape (words, entries), 0 to 1; `rarity` is the words' idf, shape (words,); `earned` the idf mass
    that each entry covers, shape (entries,).
    """

    credits: Floats
    rarity: Floats
    earned: Floats

    @property
    def share(self) -> Floats:
        """The share of the question's idf mass that each entry covers, 0 to 1, shape (entries,)."""
        return np.asarray(self.earned / max(float(self.rarity.sum()), 1e-9), dtype=np.float32)

    @property
    def mass(self) -> Floats:
        """The idf mass that each entry covers, against `FULL_MASS`, 0 to 1, shape (entries,)."""
        return np.asarray(np.minimum(self.earned / FULL_MASS, 1), dtype=np.float32)

    @property
    def least(self) -> Floats:
        """The credit of the question's least-covered word, shape (entries,)."""
        return np.asarray(self.credits.min(axis=0, initial=1.0 if len(self.rarity) else 0.0), dtype=np.float32)

    def unseen(self, hidden: Hidden) -> float:
        """The share of the question's content words that no entry covers, 0 to 1; a hidden entry does not count."""
        held = self.credits > 0
        if hidden.entry is not None:
            held[:, hidden.entry] = False
        return 1 - np.count_nonzero(held.any(axis=1)) / len(held) if len(held) else 0.0

    def of(self, entries: NDArray[np.intp]) -> WordCredits:
        """The same for some of the entries."""
        return WordCredits(credits=self.credits[:, entries], rarity=self.rarity, earned=self.earned[entries])

    def or_like(self, likeness: Floats) -> WordCredits:
        """Where a word like the question's earns more than the word itself; `likeness` has the shape of `credits`."""
        return covered(np.maximum(self.credits, likeness), self.rarity)


def covered(credits_: Floats, rarity: Floats) -> WordCredits:
    """What these credits, shape (words, entries), earn."""
    return WordCredits(credits=credits_, rarity=rarity, earned=rarity @ credits_)


def ahead(shares: Floats) -> Floats:
    """How far each entry's share lies ahead of the best other, or behind the best: -1 to 1, shape (entries,)."""
    if len(shares) < 2:  # noqa: PLR2004 - alone, an entry is ahead of nothing
        return shares
    second, first = np.sort(shares)[-2:]
    return np.asarray(np.where(shares == first, shares - second, shares - first), dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Which entries hold which terms; `index` weighs a word by how few entries hold it."""

    index: InvertedIndex
    entries: Entries

    def of(self, question: ParsedText, hidden: Hidden) -> WordCredits:
        """How the question's words are covered by each entry, by words and concepts. Without content words, by none."""
        credits_ = self.index.greatest([need.covers for need in question.content_words])
        if hidden.example is not None:
            lost = self.entries.examples[hidden.example]
            credits_[:, lost.entry] = [self._without(lost, need.covers) for need in question.content_words]
        rarity = self.index.rarities(need.stem for need in question.content_words)
        return covered(credits_, rarity.astype(np.float32))

    def _without(self, lost: TrainingExample, covers: Mapping[str, float]) -> float:
        """What a word earns from the lost example's entry without it."""
        held = self.entries.terms[lost.entry]
        left = (value for term, value in covers.items() if held.get(term, 0) > (term in lost.parsed.terms))
        return max(left, default=0.0)


Numbers = NDArray[np.int32]

# Words whose closeness to all others is worked out at a time, so that a large base needs no large square.
_AT_ONCE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class WordMeanings:
    """The vectors of all content words of a base, and which entry holds which.

    `words` numbers the rows of `vectors`, shape (words, dimensions). The words of entry e stand at
    `starts[e]:starts[e + 1]` of `held`, and beside them in `texts` how many of its texts hold each. `closest`, shape
    (words, entries), is worked out ahead: how close each entry comes to a word that the base knows.
    """

    vectors: WordVectors
    words: Mapping[str, int]
    embedded: Floats
    starts: Numbers
    held: Numbers
    texts: Numbers
    closest: Floats

    def to(self, question: ParsedText, hidden: Hidden, kept: NDArray[np.intp], entries: Entries) -> Floats:
        """How close some entries come to each content word, cosines 0 to 1, shape (words of the question, kept)."""
        spelt = [need.word for need in question.content_words]
        strange = [word for word in spelt if word not in self.words]
        near = dict(zip(strange, self._embed(strange), strict=True)) if strange else {}
        close = self._strange(near, kept)
        found = np.zeros((len(spelt), len(kept)), dtype=np.float32)
        for row, word in enumerate(spelt):
            number = self.words.get(word)
            found[row] = close[word] if number is None else self.closest[number, kept]
        if hidden.example is not None:
            example = entries.examples[hidden.example]
            found[:, kept == example.entry] = self._without(spelt, near, example.entry, example.parsed)[:, np.newaxis]
        return found

    def _strange(self, near: Mapping[str, Floats], kept: NDArray[np.intp]) -> Mapping[str, Floats]:
        """How close some entries come to words that the base does not know, by their vectors."""
        if not near:
            return {}
        places, starts = parts(self.starts.astype(np.intp), kept)
        likeness = np.stack(list(near.values())) @ self.embedded.T
        return dict(zip(near, _closest(likeness, self.held[places], np.append(starts, len(places))), strict=True))

    def closest_word(self, word: str, entry: int) -> str:
        """The entry's word that comes closest to `word`; empty for an entry without words."""
        held = self.held[self.starts[entry] : self.starts[entry + 1]]
        if not len(held):
            return ""
        number = self.words.get(word)
        asked = self._embed([word])[0] if number is None else self.embedded[number]
        spelt = list(self.words)
        return spelt[int(held[np.argmax(self.embedded[held] @ asked)])]

    def _without(self, spelt: Sequence[str], near: Mapping[str, Floats], entry: int, lost: ParsedText) -> Floats:
        """How close an entry comes by the words that it has from other texts than `lost`, shape (words,)."""
        span = slice(self.starts[entry], self.starts[entry + 1])
        only = {self.words[need.word] for need in lost.content_words if need.word in self.words}
        kept = [
            number
            for number, texts in zip(self.held[span].tolist(), self.texts[span].tolist(), strict=True)
            if texts > 1 or number not in only
        ]
        if not kept or not spelt:
            return np.zeros(len(spelt), dtype=np.float32)
        asked = np.stack([near[word] if word in near else self.embedded[self.words[word]] for word in spelt])
        return np.asarray(np.clip((asked @ self.embedded[kept].T).max(axis=1), 0, 1), dtype=np.float32)

    def _embed(self, spelt: Sequence[str]) -> Floats:
        return self.vectors.embed_words(spelt)


def build_word_meanings(entries: Entries, vectors: WordVectors) -> WordMeanings:
    """Embed every content word of the entries' examples. Costs the square of the number of different words."""
    words: dict[str, int] = {}
    counted = [_count(entries, entry, words) for entry in range(len(entries.targets))]
    held = np.array([number for each in counted for number in each], dtype=np.int32)
    starts = np.cumsum([0, *map(len, counted)]).astype(np.int32)
    embedded = vectors.embed_words(list(words))
    parts = [
        _closest(embedded[first : first + _AT_ONCE] @ embedded.T, held, starts)
        for first in range(0, len(words), _AT_ONCE)
    ]
    return WordMeanings(
        vectors=vectors,
        words=words,
        embedded=embedded,
        starts=starts,
        held=held,
        texts=np.array([texts for each in counted for texts in each.values()], dtype=np.int32),
        closest=np.concatenate(parts) if parts else np.zeros((0, len(counted)), dtype=np.float32),
    )


def _count(entries: Entries, entry: int, words: dict[str, int]) -> Counter[int]:
    """How many texts of an entry hold each word, by the words' numbers; a new word is given the next number."""
    return Counter(
        words.setdefault(word, len(words)) for place in entries.span(entry) for word in _spelt(entries, place)
    )


def _spelt(entries: Entries, place: int) -> Iterator[str]:
    return iter(dict.fromkeys(need.word for need in entries.examples[place].parsed.content_words))


def _closest(likeness: Floats, held: Numbers, starts: Numbers | NDArray[np.intp]) -> Floats:
    """The highest likeness of each entry's words, 0 to 1; `likeness` has the shape (…, words of the base).

    An entry without words is close to nothing.
    """
    filled = np.flatnonzero(np.diff(starts))
    found = np.zeros((*likeness.shape[:-1], len(starts) - 1), dtype=np.float32)
    if len(filled):
        found[..., filled] = np.maximum.reduceat(likeness[..., held], starts[filled], axis=-1)
    return np.clip(found, 0, 1)


FEATURES: Final = (
    "classifier",  # how far the linear classifier assigns the question to the entry
    "words",  # the nearest example by words and their concepts, tf-idf cosine
    "characters",  # the nearest example by runs of characters, tf-idf cosine
    "meaning",  # the nearest example by word vectors, cosine
    "ask",  # the nearest ask, word order aside (rapidfuzz token_sort_ratio)
    "both",  # the nearest ask, as the idf mass that it and the question have in common
    "bm25",  # all texts of the entry taken as one (BM25, against the highest possible)
    "coverage",  # share of the question's idf mass that the entry's texts cover, a like word counting in part
    "mass",  # how much of the question is covered in all: one word in common may be chance, four are not
    "least",  # how well the question's least-covered word is covered
    "ahead",  # how far that share lies ahead of the best other entry's, or behind it
    "held",  # who, when, where, how many: share of what is asked for that the statement holds
    "lacked",  # and the share that it lacks (counts against)
    "unnamed",  # it speaks of what "which" asks for, and does not name it (counts against)
    "unseen",  # share of the question's words that the whole base lacks (counts against)
    "entry",  # 1 for whatever the base holds: what it takes to be nearer than nothing at all
    "fact",  # 1 for a fact, 0 for an unknown: most questions of a team can be answered
    "numbers",  # share of the question's numbers that the entry lacks (counts against)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the question says of the candidates: `values` has the shape (candidates, features)."""

    entries: NDArray[np.intp]
    values: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """What the base must do without, to be asked about itself: an example, or an entry with all of its examples."""

    example: int | None = None
    entry: int | None = None


NOTHING_HIDDEN: Final = Hidden()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The examples of some entries: their places, ascending, and where in them each entry's begin."""

    examples: NDArray[np.intp]
    starts: NDArray[np.intp]

    def nearest(self, values: Floats, hidden: Hidden) -> Floats:
        """For each entry of the pool the value of its best example, shape (entries,)."""
        seen = values if hidden.example is None else np.where(self.examples == hidden.example, 0, values)
        return np.maximum.reduceat(seen, self.starts).astype(np.float32)


def missing_numbers(question: ParsedText, numbers: Sequence[frozenset[str]]) -> Floats:
    """Share of the question's numbers that an entry lacks, shape (entries,)."""
    if not question.numbers:
        return np.zeros(len(numbers), dtype=np.float32)
    return np.array([len(question.numbers - held) / len(question.numbers) for held in numbers], dtype=np.float32)
