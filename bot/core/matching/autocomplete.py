"""Completion of a question that is being typed: questions and statements, typo-tolerant, ranked."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.core.knowledge.model import Fact
from bot.core.matching.index import InvertedIndex, PieceIndexBuilder, damped
from bot.core.text.normalise import fold

# So many of the nearest by characters meet rapidfuzz's dearer comparison.
_CANDIDATES: Final = 100
# Characters of what is typed that count.
LONGEST_TYPED: Final = 300
_BEGINNING_BONUS: Final = 15.0
_LEAST: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A fact's question or statement, and the fact's id."""

    text: str
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Completer:
    """The texts that can be offered, best-known first where nothing is typed yet.

    `initials` holds the places of the texts with a word that begins with a character.
    """

    offers: tuple[Completion, ...]
    folded: tuple[str, ...]
    index: InvertedIndex
    initials: Mapping[str, NDArray[np.int32]]
    openers: tuple[Completion, ...]

    def complete(self, typed: str, *, limit: int = 25) -> tuple[Completion, ...]:
        """At most `limit` offers, best first, at most one for each fact; with nothing typed the news itself."""
        wanted = fold(typed[:LONGEST_TYPED])
        if not wanted:
            return self.openers[:limit]
        shared = self.index.scores(damped(_runs(f" {wanted} ")))
        near = self._near(wanted, shared)
        texts = [self.folded[place] for place in near.tolist()]
        ratios = process.cdist([wanted], texts, scorer=fuzz.partial_ratio, dtype=np.float32)[0]
        begun = np.array([text.startswith(wanted) for text in texts], dtype=np.float32)
        marks = ratios * 0.5 + 50 * shared[near] + _BEGINNING_BONUS * begun
        order = np.argsort(-marks, kind="stable")
        return _one_for_each_fact(self.offers[place] for place in near[order[marks[order] >= _LEAST]].tolist())[:limit]

    def _near(self, wanted: str, shared: NDArray[np.float32]) -> NDArray[np.intp]:
        """The places of the texts that share most with what is typed, the first of equals first."""
        alike = np.flatnonzero(shared)
        if len(alike) > _CANDIDATES:
            least = np.partition(shared[alike], -_CANDIDATES)[-_CANDIDATES]
            alike = alike[shared[alike] >= least]
        near = alike[np.argsort(-shared[alike], kind="stable")][:_CANDIDATES]
        # One letter is no run of a longer word: what begins with it counts as well.
        begun = self.initials.get(wanted, near[:0])
        return np.concatenate([near, begun[shared[begun] == 0][: _CANDIDATES - len(near)]])


def build_completer(facts: Sequence[Fact]) -> Completer:
    """Offers of the facts' questions and statements; phrasings and unknowns are never offered."""
    offers: list[Completion] = []
    folded: list[str] = []
    builder = PieceIndexBuilder(_runs_of)
    for fact in facts:
        for shown in (fact.question, fact.statement):
            text = fold(shown)
            builder.add(_parts(text))
            offers.append(Completion(text=shown, fact=fact.id))
            folded.append(text)
    index = builder.build()
    return Completer(
        offers=tuple(offers),
        folded=tuple(folded),
        index=index,
        initials=MappingProxyType(_initials(index)),
        openers=tuple(_openers(facts)),
    )


def _openers(facts: Sequence[Fact]) -> Sequence[Completion]:
    by_importance = sorted(facts, key=lambda fact: -fact.importance)
    return [Completion(text=fact.question, fact=fact.id) for fact in by_importance]


def _one_for_each_fact(offers: Iterable[Completion]) -> tuple[Completion, ...]:
    first: dict[str, Completion] = {}
    for offer in offers:
        first.setdefault(offer.fact, offer)
    return tuple(first.values())


def _initials(index: InvertedIndex) -> dict[str, NDArray[np.int32]]:
    """The places of the texts with a word that begins with a character, ascending."""
    found: dict[str, list[NDArray[np.int32]]] = {}
    for run in index.terms:
        if run[0] == " " and (held := index.postings(run)):
            found.setdefault(run[1], []).append(held.texts)
    return {initial: np.unique(np.concatenate(texts)) for initial, texts in found.items()}


def _parts(text: str) -> Sequence[str]:
    """Parts of a folded text that come again in others: its words, and where two of them meet."""
    spelt = text.split(" ")
    return spelt + [f"{word[-1]} {following[0]}" for word, following in itertools.pairwise(spelt)]


def _runs_of(part: str) -> list[str]:
    """The runs of three characters within a part; those of all parts of a text are those of the whole text."""
    return [part] if " " in part else _runs(f" {part} ")


def _runs(text: str) -> list[str]:
    return [text[i : i + 3] for i in range(len(text) - 2)]
