"""Suggestions while a question is typed: questions and statements of facts that have the typed words.

For each typed word this finds the words of the base that contain it, or else those that are a typing error away. A
text is offered only if it has most of the typed words, and is not much weaker than the best. A question about a claim
is offered only if it says whose claim it is, so that no suggestion takes the claim for granted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.core.knowledge.model import Fact, Standing
from bot.core.matching.arrays import Floats, Indexes
from bot.core.matching.index import InvertedIndex
from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import LONGEST_TYPED, fold, fold_typed, typed_words, words

_NEEDED: Final = 3 / 4  # share of the typed words that a text must have
_WEAKER: Final = 0.4
"""How far a text may be behind the best. Read off what is offered for some twenty beginnings of questions on the
project's own base: further behind are texts that share a word, but not the question."""
_CLAIMS: Final = frozenset({Standing.CLAIMED, Standing.DISPUTED})
_COMPARED: Final = 100  # texts that are compared with the typed text as a whole, which takes longer
_BEGINNING_BONUS: Final = 0.3
_ALIKE: Final = 2.0  # weight of the likeness to the typed text as a whole, function words included

# How well a word of the base matches a typed one, 0 to 1.
_WHOLE: Final = 1.0
_BEGUN: Final = 0.9
_WITHIN: Final = 0.6
_MISTYPED: Final = 0.5

_SHORTEST_WITHIN: Final = 3  # letters of a typed word that may be in the middle of another
_SHORT: Final = 3  # letters of a word in which every typing error makes another word
_EDITS: Final = ((_SHORT, 0), (7, 1), (LONGEST_TYPED, 2))  # edits that are forgiven in words of at most so many letters
_SHORTEST_HALF_MISTYPED: Final = 5  # letters of a typed word that may be unfinished and mistyped


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A fact's question or statement, and the fact's id."""

    text: str
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Completer:
    """The texts that can be offered.

    Each of the `facts` has two, its question and its statement. `folded` holds them folded, or the question that a
    statement stands for; `index` has their words, `by_initial` all words of the base by their first letter. While
    nothing is typed, one text for each fact is offered, in the order `by_importance`.
    """

    facts: Sequence[Fact]
    folded: Sequence[str]
    index: InvertedIndex
    by_initial: Mapping[str, tuple[str, ...]]
    by_importance: Sequence[int]

    @property
    def completions(self) -> Sequence[Completion]:
        """All that can be offered."""
        return tuple(map(self._completion, range(len(self.folded))))

    def _completion(self, place: int) -> Completion:
        fact = self.facts[place // 2]
        return Completion(text=fact.statement if place % 2 else _asked(fact), fact=fact.id)

    def complete(self, typed: str, *, limit: int = 25) -> tuple[Completion, ...]:
        """Return at most `limit` texts that have what is typed, best first, at most one for each fact."""
        wanted = fold_typed(typed)
        if not wanted:
            return tuple(self._completion(2 * fact) for fact in self.by_importance[:limit])
        similar = self._similar_words(typed_words(typed, longest=LONGEST_TYPED))
        if not similar:
            return ()
        merged = {word: value for matches in similar.values() for word, value in matches.items()}
        had = self.index.greatest(list(similar.values()))
        found = np.flatnonzero((had > 0).mean(axis=0) >= _NEEDED - 1e-6)
        scores = (had.mean(axis=0) + self.index.scores(merged))[found]
        best = np.argsort(-scores, kind="stable")[:_COMPARED]
        ranked = self._ranked(wanted, found[best], scores[best])
        return _one_for_each_fact(map(self._completion, ranked))[:limit]

    def _ranked(self, wanted: str, found: Indexes, scores: Floats) -> list[int]:
        """Compare texts with the typed text as a whole, put the best first, and leave out much weaker ones."""
        texts = [self.folded[text] for text in found.tolist()]
        ratios = process.cdist([wanted], texts, scorer=fuzz.partial_ratio, dtype=np.float32)[0]
        begun = np.array([text.startswith(wanted) for text in texts], dtype=np.float32)
        totals = scores + _ALIKE * ratios / 100 + _BEGINNING_BONUS * begun
        order = np.argsort(-totals, kind="stable")
        # All that have a single typed word are as good as each other.
        least = totals.max(initial=0) - _WEAKER if " " in wanted else 0
        return [int(found[place]) for place in order if totals[place] >= least]

    def _similar_words(self, typed: Sequence[str]) -> Mapping[str, Mapping[str, float]]:
        """Map each typed word that a text must have to the words of the base that match it, and how well.

        Function words count only if nothing else is typed. A short word that the base lacks may be a misspelt function
        word, so it does not count.
        """
        content = [word for word in typed if word not in STOPWORDS] or typed
        similar = {word: self._similar(word) for word in content}
        return {word: found for word, found in similar.items() if found or len(word) > _SHORT}

    def _similar(self, typed: str) -> Mapping[str, float]:
        """Return the words of the base that contain a typed word, or else those that are a typing error away."""
        begun = {word: _BEGUN for word in self.by_initial.get(typed[0], ()) if word.startswith(typed)}
        if len(typed) >= _SHORTEST_WITHIN:
            begun = {word: _WITHIN for word in self.index.terms if typed in word} | begun
        if typed in begun:
            begun[typed] = _WHOLE
        return begun or dict.fromkeys(self._mistyped(typed), _MISTYPED)

    def _mistyped(self, typed: str) -> Iterator[str]:
        """Yield the words that a mistyped word, finished or not, may be. The first letter is right or swapped."""
        edits = _edits(typed)
        if not edits:
            return
        swapped = typed[1] + typed[0]
        choices = [
            *self.by_initial.get(typed[0], ()),
            *(word for word in self.by_initial.get(typed[1], ()) if word.startswith(swapped)),
        ]
        ends = [len(typed) + more for more in (-1, 0, 1)] if len(typed) >= _SHORTEST_HALF_MISTYPED else []
        for end in (None, *ends):
            parts = [word[:end] for word in choices]
            for _, _, place in process.extract_iter(typed, parts, scorer=OSA.distance, score_cutoff=edits):
                yield choices[place]


def fold_offered(facts: Iterable[Fact]) -> Iterator[str]:
    """Yield the texts by which facts are offered, folded: of each its question and its statement, no phrasings."""
    return (fold(text) for fact in facts for text in (fact.question, fact.statement))


def complete_with(
    facts: Sequence[Fact], *, folded: Sequence[str], index: InvertedIndex, importance: NDArray[np.int8]
) -> Completer:
    """Return the suggestions of facts and their importance, given their texts folded and the index of their words."""
    by_initial: dict[str, list[str]] = {}
    for word in index.terms:
        by_initial.setdefault(word[0], []).append(word)
    return Completer(
        facts=facts,
        folded=folded,
        index=index,
        by_initial=MappingProxyType({initial: tuple(found) for initial, found in by_initial.items()}),
        by_importance=np.argsort(-importance, kind="stable").tolist(),
    )


def _asked(fact: Fact) -> str:
    """Return the question of a fact; the statement if the question takes for granted what somebody only claims."""
    said = {word for word in words(fact.attribution) if word not in STOPWORDS}
    takes_for_granted = fact.standing in _CLAIMS and said.isdisjoint(words(fact.question))
    return fact.statement if takes_for_granted else fact.question


def _edits(word: str) -> int:
    """Return how many edits are forgiven in a typed word; none in a number, a designation or an endless word."""
    if any(map(str.isdigit, word)):
        return 0
    return next((edits for longest, edits in _EDITS if len(word) <= longest), 0)


def _one_for_each_fact(completions: Iterable[Completion]) -> tuple[Completion, ...]:
    first: dict[str, Completion] = {}
    for completion in completions:
        first.setdefault(completion.fact, completion)
    return tuple(first.values())
