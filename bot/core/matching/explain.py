"""Explain an outcome to curators by the parts of its ranking."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.core.knowledge.model import Fact, Unknown
from bot.core.matching.decision import Outcome, Veto, find_veto
from bot.core.matching.documents import TextRole
from bot.core.matching.features import NOTHING_HIDDEN, WordMeanings
from bot.core.matching.query import ContentWord, ParsedText
from bot.core.matching.ranker import Candidate, Ranker, Ranking
from bot.core.matching.spelling import Repair
from bot.core.text.normalise import stem

COMPARED: Final = 3
"""Entries that are explained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One term of a weighted sum."""

    name: str
    value: float
    weight: float

    @property
    def brought(self) -> float:
        """What the term adds to the sum."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredWord:
    """How an entry covers one word of the question.

    `credit` runs from 0 (not at all) to 1 (by the word itself). `spoken` is the entry's own word or phrase, empty if
    there is none to show; `through` lists the vocabulary's words for the concept that both share, if one was needed.
    `like`: `spoken` is only near in meaning, by the word vectors.
    """

    word: str
    credit: float
    spoken: str
    through: tuple[str, ...]
    like: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedEntry:
    """A fact or an unknown: what each feature adds, most first, and how it covers the question's words.

    `total` is the sum of the contributions: the log odds against no entry at all.
    """

    target: Fact | Unknown
    total: float
    contributions: tuple[Contribution, ...]
    covers: tuple[CoveredWord, ...]

    @property
    def odds(self) -> float:
        """The odds against no entry at all: 1 is even."""
        return math.exp(self.total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How a question got its outcome.

    `shares` are those of the content words in the question's importance, in their order; they add up to 1.
    `signals` and `constant` add up to the log odds of `confidence`, unless the question is `exact`: one of the first
    entry's own questions, which is certain. `veto` is why the first entry is no answer whatever the confidence is.
    """

    question: str
    outcome: Outcome
    repairs: tuple[Repair, ...]
    words: tuple[str, ...]
    shares: tuple[float, ...]
    entries: tuple[ExplainedEntry, ...]
    signals: tuple[Contribution, ...]
    constant: float
    confidence: float
    answer: float
    suggest: float
    exact: bool
    veto: Veto | None


def explain(ranking: Ranking, outcome: Outcome, ranker: Ranker) -> Explanation:
    """Explain how `ranker` ranked a question, with the three best entries."""
    weights, needs = ranker.weights, ranking.parsed.content_words
    return Explanation(
        question=ranking.question,
        outcome=outcome,
        repairs=ranking.repairs,
        words=tuple(need.word for need in needs),
        shares=_shares(needs, ranker),
        entries=tuple(_weighed(candidate, ranking.parsed, ranker) for candidate in ranking.candidates[:COMPARED]),
        signals=_contributions(ranking.signals, weights.confidence),
        constant=weights.bias,
        confidence=ranking.confidence,
        answer=weights.answer,
        suggest=weights.suggest,
        exact=ranking.exact,
        veto=find_veto(ranking, ranker) if ranking.candidates else None,
    )


def _shares(content_words: tuple[ContentWord, ...], ranker: Ranker) -> tuple[float, ...]:
    importance = ranker.coverage.importance([need.word for need in content_words]).tolist()
    return tuple(each / sum(importance) for each in importance)


def _weighed(candidate: Candidate, parsed: ParsedText, ranker: Ranker) -> ExplainedEntry:
    entry = candidate.entry
    covers = [_cover(need, entry, ranker) for need in parsed.content_words]
    if meanings := ranker.meanings:
        near = meanings.closeness(parsed, NOTHING_HIDDEN, np.array([entry]), ranker.entries)[:, 0].tolist()
        covers = [_or_like(cover, like, entry, meanings) for cover, like in zip(covers, near, strict=True)]
    values, weights = candidate.features, ranker.weights.ranking
    if candidate.sentence:
        values, weights = {**values, "sentence": candidate.sentence}, {**weights, "sentence": 1.0}
    return ExplainedEntry(
        target=candidate.target,
        total=candidate.total,
        contributions=_contributions(values, weights),
        covers=tuple(covers),
    )


def _or_like(cover: CoveredWord, likeness: float, entry: int, meanings: WordMeanings) -> CoveredWord:
    """Replace a cover by that of the entry's closest word if this earns more."""
    if likeness <= cover.credit:
        return cover
    spoken = meanings.closest_word(cover.word, entry)
    return CoveredWord(word=cover.word, credit=likeness, spoken=spoken, through=(), like=True)


def _contributions(values: Mapping[str, float], weights: Mapping[str, float]) -> tuple[Contribution, ...]:
    terms = (Contribution(name=name, value=value, weight=weights[name]) for name, value in values.items())
    return tuple(sorted(terms, key=lambda term: -abs(term.brought)))


def _cover(need: ContentWord, entry: int, ranker: Ranker) -> CoveredWord:
    held = [(credit, term) for term, credit in need.covers.items() if term in ranker.entries.terms[entry]]
    if not held:
        return CoveredWord(word=need.word, credit=0.0, spoken="", through=())
    credit, term = max(held)
    through = () if term == need.stem else ranker.concept_index.members[term]
    spoken = next(_spoken(term, entry, ranker), "")
    return CoveredWord(word=need.word, credit=credit, spoken=spoken, through=through)


def _spoken(term: str, entry: int, ranker: Ranker) -> Iterator[str]:
    """Yield the entry's own words for a term, those of its statement first."""
    examples = [ranker.entries.examples[place] for place in ranker.entries.span(entry)]
    for example in sorted(examples, key=lambda example: example.role is not TextRole.STATEMENT):
        spelt = example.parsed.words
        stems = [stem(word) for word in spelt]
        yield from (word for word, root in zip(spelt, stems, strict=True) if root == term)
        mentions = ranker.concept_index.mentions(stems)
        yield from (" ".join(spelt[found.start : found.end]) for found in mentions if found.concept == term)
