"""Completion of a question that is being typed: asks and statements, typo-tolerant, ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.core.facts import Fact
from bot.core.matching.entries import Entries, Role
from bot.core.matching.index import InvertedIndex, build_index, damped
from bot.core.text import fold

# So many of the nearest by characters meet rapidfuzz's dearer comparison.
_CANDIDATES: Final = 100
# Characters of what is typed that count.
LONGEST_TYPED: Final = 300
_BEGINNING_BONUS: Final = 15.0
_LEAST: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """An ask or a statement, and the id of the fact that it leads to."""

    text: str
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Completer:
    """The texts that can be offered, best-known first where nothing is typed yet."""

    offers: tuple[Completion, ...]
    folded: tuple[str, ...]
    index: InvertedIndex
    openers: tuple[Completion, ...]

    def complete(self, typed: str, *, limit: int = 25) -> tuple[Completion, ...]:
        """At most `limit` offers, best first, at most one for each fact; with nothing typed the news itself."""
        wanted = fold(typed[:LONGEST_TYPED])
        if not wanted:
            return self.openers[:limit]
        near = self._near(wanted)
        ratios = process.cdist([wanted], [self.folded[i] for i in near], scorer=fuzz.partial_ratio, dtype=np.float32)[0]
        begun = np.array([self.folded[i].startswith(wanted) for i in near], dtype=np.float32)
        marks = ratios * 0.5 + 50 * self._shared(wanted)[near] + _BEGINNING_BONUS * begun
        order = [near[i] for i in np.argsort(-marks, kind="stable") if marks[i] >= _LEAST]
        return _one_for_each_fact([self.offers[i] for i in order])[:limit]

    def _near(self, wanted: str) -> NDArray[np.intp]:
        shared = self._shared(wanted)
        # One or two letters are no piece of a longer word: what begins with them counts as well.
        begins = np.array([f" {wanted}" in f" {text}" for text in self.folded], dtype=np.bool_)
        kept = np.flatnonzero((shared > 0) | begins)
        return kept[np.argsort(-shared[kept], kind="stable")][:_CANDIDATES]

    def _shared(self, wanted: str) -> NDArray[np.float32]:
        return self.index.scores(damped(_pieces(wanted)))


def build_completer(entries: Entries) -> Completer:
    """Offers of all facts; unknowns are never offered."""
    shown = [
        (Completion(text=example.parsed.text, fact=target.id), example.role)
        for example in entries.examples
        if isinstance(target := entries.targets[example.entry], Fact) and example.role is not Role.QUOTE
    ]
    folded = tuple(fold(offer.text) for offer, _ in shown)
    return Completer(
        offers=tuple(offer for offer, _ in shown),
        folded=folded,
        index=build_index(damped(_pieces(text)) for text in folded),
        openers=tuple(_openers(entries)),
    )


def _openers(entries: Entries) -> Sequence[Completion]:
    facts = [target for target in entries.targets if isinstance(target, Fact)]
    return [Completion(text=fact.asks[0], fact=fact.id) for fact in sorted(facts, key=lambda fact: -fact.importance)]


def _one_for_each_fact(offers: Sequence[Completion]) -> tuple[Completion, ...]:
    first: Mapping[str, Completion] = {offer.fact: offer for offer in reversed(offers)}
    return tuple(offer for offer in offers if first[offer.fact] is offer)


def _pieces(text: str) -> list[str]:
    padded = f" {text} "
    return [padded[i : i + 3] for i in range(len(padded) - 2)] or [padded]
