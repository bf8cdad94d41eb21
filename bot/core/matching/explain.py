"""Why a question got what it got: the parts of a ranking, laid open for the curator who asks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.core.knowledge.model import Fact, Unknown
from bot.core.knowledge.vocabulary import members
from bot.core.matching.decision import Outcome
from bot.core.matching.documents import Entries, Example, Role
from bot.core.matching.features import NOTHING_HIDDEN
from bot.core.matching.query import Need, Parsed
from bot.core.matching.ranker import Hit, Matcher, Ranking
from bot.core.matching.spelling import Repair
from bot.core.text.normalise import stem

# As many entries as a curator compares at a glance.
COMPARED: Final = 3


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
class Cover:
    """How an entry covers one word of the question.

    `credit` runs from 0 (not at all) to 1 (by the word itself). `spoken` is the entry's own word or phrase, empty where
    there is none to show; `through` lists the vocabulary's words for the concept that both share, if one was needed.
    `like` tells that `spoken` is only near in meaning, by the word vectors.
    """

    word: str
    credit: float
    spoken: str
    through: tuple[str, ...]
    like: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A fact or an unknown: what each feature brought, dearest first, and how it covers the question's words.

    `total` is the sum of what was brought, the log odds against nothing at all.
    """

    target: Fact | Unknown
    total: float
    contributions: tuple[Contribution, ...]
    covers: tuple[Cover, ...]

    @property
    def odds(self) -> float:
        """The odds against nothing at all: 1 is even."""
        return math.exp(self.total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A question's way to its outcome.

    `rarities` are the shares of the question's content words in its idf mass, in their order, summing to 1. `signals`
    and `constant` sum up to the log odds of `confidence`, unless the question is an `exact` ask, which is certain.
    """

    question: str
    outcome: Outcome
    repairs: tuple[Repair, ...]
    words: tuple[str, ...]
    rarities: tuple[float, ...]
    entries: tuple[Weighed, ...]
    signals: tuple[Contribution, ...]
    constant: float
    confidence: float
    answer: float
    suggest: float
    exact: bool


def explain(ranking: Ranking, outcome: Outcome, matcher: Matcher) -> Explanation:
    """Lay open what `matcher` made of a question, with the three entries that came first."""
    weights, needs = matcher.weights, ranking.parsed.needs
    return Explanation(
        question=ranking.question,
        outcome=outcome,
        repairs=ranking.repairs,
        words=tuple(need.word for need in needs),
        rarities=_rarities(needs, matcher),
        entries=tuple(_weighed(hit, ranking.parsed, matcher) for hit in ranking.hits[:COMPARED]),
        signals=_contributions(ranking.signals, weights.confidence),
        constant=weights.bias,
        confidence=ranking.confidence,
        answer=weights.answer,
        suggest=weights.suggest,
        exact=ranking.exact,
    )


def _rarities(needs: tuple[Need, ...], matcher: Matcher) -> tuple[float, ...]:
    masses = [matcher.coverage.index.weight(need.stem) for need in needs]
    return tuple(mass / sum(masses) for mass in masses)


def _weighed(hit: Hit, parsed: Parsed, matcher: Matcher) -> Weighed:
    entry = matcher.entries.targets.index(hit.target)
    near = (
        matcher.meanings.to(parsed, NOTHING_HIDDEN, np.array([entry]), matcher.entries)[:, 0]
        if matcher.meanings
        else None
    )
    covers = [_cover(need, entry, matcher) for need in parsed.needs]
    if near is not None:
        covers = [_or_like(cover, float(like), entry, matcher) for cover, like in zip(covers, near, strict=True)]
    return Weighed(
        target=hit.target,
        total=hit.total,
        contributions=_contributions(hit.features, matcher.weights.ranking),
        covers=tuple(covers),
    )


def _or_like(cover: Cover, likeness: float, entry: int, matcher: Matcher) -> Cover:
    """The cover by the entry's closest word, where that earns more."""
    if matcher.meanings is None or likeness <= cover.credit:
        return cover
    spoken = matcher.meanings.closest_word(cover.word, entry)
    return Cover(word=cover.word, credit=likeness, spoken=spoken, through=(), like=True)


def _contributions(values: Mapping[str, float], weights: Mapping[str, float]) -> tuple[Contribution, ...]:
    terms = (Contribution(name=name, value=value, weight=weights[name]) for name, value in values.items())
    return tuple(sorted(terms, key=lambda term: -abs(term.brought)))


def _cover(need: Need, entry: int, matcher: Matcher) -> Cover:
    held = [(credit, term) for term, credit in need.covers.items() if term in matcher.entries.terms[entry]]
    if not held:
        return Cover(word=need.word, credit=0.0, spoken="", through=())
    credit, term = max(held)
    through = () if term == need.stem else members(term, matcher.knowledge.vocabulary)
    spoken = next(_spoken(term, entry, matcher), "")
    return Cover(word=need.word, credit=credit, spoken=spoken, through=through)


def _spoken(term: str, entry: int, matcher: Matcher) -> Iterator[str]:
    """The entry's own words for a term, those of its statement first."""
    for example in _examples(matcher.entries, entry):
        spelt = example.parsed.words
        stems = [stem(word) for word in spelt]
        yield from (word for word, root in zip(spelt, stems, strict=True) if root == term)
        mentions = matcher.lexicon.mentions(stems)
        yield from (" ".join(spelt[found.start : found.end]) for found in mentions if found.concept == term)


def _examples(entries: Entries, entry: int) -> list[Example]:
    examples = [entries.examples[place] for place in entries.span(entry)]
    return sorted(examples, key=lambda example: example.role is not Role.STATEMENT)
