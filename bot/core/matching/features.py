"""The features of a match, all named here: what speaks for an entry being what the question is after.

Each is about 0 to 1; the score is their weighted sum (see `weights.py`), so that what each brings can be shown.
Nothing at all, the rival of every entry, has all features 0 and so the score 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.core.facts import Fact, NameKind, Unknown
from bot.core.matching.entries import Entries
from bot.core.matching.index import InvertedIndex
from bot.core.matching.lexicon import Lexicon
from bot.core.matching.question import Need, Parsed

Floats = NDArray[np.float32]

NAMES: Final = (
    "classifier",  # how far the linear classifier assigns the question to the entry
    "words",  # the nearest example by words and their concepts, tf-idf cosine
    "characters",  # the nearest example by runs of characters, tf-idf cosine
    "meaning",  # the nearest example by word vectors, cosine
    "ask",  # the nearest ask, word order aside (rapidfuzz token_sort_ratio)
    "bm25",  # all texts of the entry taken as one (BM25, against the highest possible)
    "coverage",  # share of the question's idf mass that the entry's texts cover
    "mass",  # how much of the question is covered in all: one word in common may be chance, four are not
    "least",  # how well the question's least-covered word is covered
    "cue",  # who, when, where, how many: whether the statement holds such a thing
    "unseen",  # share of the question's words that the whole base lacks (counts against)
    "entry",  # 1 for whatever the base holds: what it takes to be nearer than nothing at all
    "fact",  # 1 for a fact, 0 for an unknown: most questions of a team can be answered
    "numbers",  # share of the question's numbers that the entry lacks (counts against)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the question says of the candidates: `values` has the shape (candidates, features)."""

    candidates: NDArray[np.intp]
    values: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """What the base must do without, to be asked about itself: an example, or an entry with all of its examples."""

    example: int | None = None
    entry: int | None = None


NOTHING_HIDDEN: Final = Hidden()


# So much idf is what three or four rare words in common carry.
FULL_MASS: Final = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """How far each entry covers a question, each 0 to 1, shape (entries,).

    `share` of the question's idf mass, that `mass` against `FULL_MASS`, and the credit of its `least`-covered word.
    """

    share: Floats
    mass: Floats
    least: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Which entries hold which terms; `idf` weighs a word by how few entries hold it."""

    index: InvertedIndex
    entries: Entries

    def of(self, question: Parsed, hidden: Hidden) -> Covered:
        """How the question's words are covered by each entry. A question without content words is covered by none."""
        if not question.needs:
            none = np.zeros(len(self.entries.targets), dtype=np.float32)
            return Covered(share=none, mass=none, least=none)
        weights = [self.index.weight(need.stem) for need in question.needs]
        credits_ = np.stack([self._credit(need.covers, hidden) for need in question.needs])
        mass = np.asarray(weights, dtype=np.float32)
        covered = mass @ credits_
        return Covered(share=covered / mass.sum(), mass=np.minimum(covered / FULL_MASS, 1), least=credits_.min(axis=0))

    def unseen(self, question: Parsed, hidden: Hidden) -> float:
        """Share of the question's content words that stand nowhere in the base, 0 to 1."""
        lacking = [need for need in question.needs if not self._is_held(need, hidden)]
        return len(lacking) / len(question.needs) if question.needs else 0.0

    def _is_held(self, need: Need, hidden: Hidden) -> bool:
        holding = np.flatnonzero(self._credit(need.covers, hidden))
        return bool((holding != hidden.entry).any()) if hidden.entry is not None else len(holding) > 0

    def _credit(self, covers: Mapping[str, float], hidden: Hidden) -> Floats:
        credit = np.zeros(len(self.entries.targets), dtype=np.float32)
        for term, value in covers.items():
            found = self.index.postings(term)
            if found is None:
                continue
            kept = found.texts
            if hidden.example is not None:
                kept = self._still_holding(term, kept, hidden.example)
            credit[kept] = np.maximum(credit[kept], value)
        return credit

    def _still_holding(self, term: str, holding: NDArray[np.int32], example: int) -> NDArray[np.int32]:
        hidden = self.entries.examples[example]
        only_there = term in hidden.parsed.terms and self.entries.terms[hidden.entry][term] == 1
        return holding[holding != hidden.entry] if only_there else holding


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The examples of some entries: their places, ascending, and where in them each entry's begin."""

    examples: NDArray[np.intp]
    starts: NDArray[np.intp]

    def nearest(self, values: Floats, hidden: Hidden) -> Floats:
        """For each entry of the pool the value of its best example, shape (entries,)."""
        seen = values if hidden.example is None else np.where(self.examples == hidden.example, 0, values)
        return np.maximum.reduceat(seen, self.starts).astype(np.float32)


def pool(entries: Entries, candidates: NDArray[np.intp]) -> Pool:
    """The examples of the candidates, which stand in ascending order; there is at least one."""
    spans = [entries.span(entry) for entry in candidates]
    starts = np.cumsum([0, *(len(span) for span in spans[:-1])])
    return Pool(examples=np.concatenate([np.arange(span.start, span.stop) for span in spans]), starts=starts)


def ask_closeness(question: Parsed, texts: Sequence[str]) -> Floats:
    """RapidFuzz's token_sort_ratio of the question with each text, 0 to 1, shape (texts,)."""
    ratios = process.cdist([question.plain], texts, scorer=fuzz.token_sort_ratio, dtype=np.float32)[0]
    return np.asarray(ratios / 100, dtype=np.float32)


def cue_fit(question: Parsed, kinds: Sequence[frozenset[str]]) -> Floats:
    """Share of what is asked for (who, when, …) that each statement holds; 0 where nothing definite is."""
    asked = question.cues & _CHECKED
    if not asked:
        return np.zeros(len(kinds), dtype=np.float32)
    return np.array([len(asked & held) / len(asked) for held in kinds], dtype=np.float32)


def missing_numbers(question: Parsed, numbers: Sequence[frozenset[str]]) -> Floats:
    """Share of the question's numbers that an entry lacks, shape (entries,)."""
    if not question.numbers:
        return np.zeros(len(numbers), dtype=np.float32)
    return np.array([len(question.numbers - held) / len(question.numbers) for held in numbers], dtype=np.float32)


_CHECKED: Final = frozenset({"who", "when", "where", "count", "span", "distance", "why"})
_REASONS: Final = frozenset(
    ["because", "since", "reason", "aim", "aimed", "purpose", "meant", "goal", "due", "fear", "so", "order"]
)
_SPANS: Final = frozenset(
    ["hour", "hours", "day", "days", "week", "weeks", "month", "months", "year", "years", "minute", "minutes"]
)
_DISTANCES: Final = frozenset(["mile", "miles", "kilometre", "kilometres", "kilometer", "kilometers", "km"])


def held_kinds(target: Fact | Unknown, statement: Parsed, lexicon: Lexicon) -> frozenset[str]:
    """Which of who, when, where, count, span, distance and why a statement can answer."""
    names = {lexicon.kinds[term] for term in statement.terms if term in lexicon.kinds}
    spoken = frozenset(statement.words)
    tests = {
        "who": bool(names & {NameKind.PERSON, NameKind.BODY}),
        "where": NameKind.PLACE in names,
        "when": isinstance(target, Fact) and target.when is not None,
        "count": bool(statement.numbers),
        "span": bool(spoken & _SPANS),
        "distance": bool(spoken & _DISTANCES),
        "why": bool(spoken & _REASONS),
    }
    return frozenset(kind for kind, held in tests.items() if held)
