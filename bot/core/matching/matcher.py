"""From a question to ranked entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.facts import Fact, Knowledge, Unknown
from bot.core.matching.classifier import LARGEST, Blend, Classifier, fit_classifier
from bot.core.matching.completion import Completer, build_completer
from bot.core.matching.entries import Entries, Role, collect
from bot.core.matching.features import (
    NAMES,
    NOTHING_HIDDEN,
    Asks,
    Coverage,
    Evidence,
    Hidden,
    cue_fit,
    held_kinds,
    missing_numbers,
    nearest,
)
from bot.core.matching.index import bm25_index
from bot.core.matching.kin import Kin, find_kin
from bot.core.matching.lexicon import Lexicon, build_lexicon
from bot.core.matching.question import Parsed, parse_words
from bot.core.matching.repair import Repair, Speller, build_speller
from bot.core.matching.similarity import Likeness, Similarity, build_similarity
from bot.core.matching.vectors import WordVectors
from bot.core.matching.weights import DEFAULTS, SIGNALS, Weights
from bot.core.text import same_text, words

Floats = NDArray[np.float32]

# Only so many entries meet the dearer features.
CANDIDATES: Final = 50
SHOWN: Final = 10
# The score of no entry at all, against which every entry has to stand.
NOTHING: Final = 0.0
# Odds are not told beyond one in so many.
SUREST: Final = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A fact or an unknown with its score (0 to 1, no probability) and the features that it stems from."""

    target: Fact | Unknown
    score: float
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """What a question found: hits best first, the calibrated confidence in the first, the words repaired.

    `exact` tells that the question is, folded, one of the first hit's asks.
    """

    question: str
    hits: tuple[Hit, ...]
    confidence: float
    repairs: tuple[Repair, ...]
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """Everything that is built from one Knowledge, and never changes after."""

    knowledge: Knowledge
    lexicon: Lexicon
    speller: Speller
    entries: Entries
    similarity: Similarity
    classifier: Classifier | None
    coverage: Coverage
    asks: Asks
    exact: Mapping[str, int]
    kin: Kin
    kinds: tuple[frozenset[str], ...]
    numbers: tuple[frozenset[str], ...]
    is_fact: Floats
    completer: Completer
    weights: Weights

    def rank(self, question: str) -> Ranking:
        """The entries that the question may be after, best first."""
        repaired = self.speller.repair(words(question))
        parsed = parse_words(question, repaired.words, self.lexicon)
        exact = self.exact.get(same_text(question))
        if not parsed.needs and exact is None:
            return Ranking(question=question, hits=(), confidence=0.0, repairs=repaired.repairs, exact=False)
        evidence = self.evidence(parsed)
        scores = self.weights.score(evidence.values, NAMES)
        order = np.lexsort((-scores, evidence.candidates != exact))
        return Ranking(
            question=question,
            hits=tuple(self._hit(evidence, scores, row) for row in order[:SHOWN]),
            confidence=1.0 if exact is not None else self.weights.trust(signals(evidence, scores, self.kin)),
            repairs=repaired.repairs,
            exact=exact is not None,
        )

    def evidence(self, parsed: Parsed, hidden: Hidden = NOTHING_HIDDEN) -> Evidence:
        """The features of the candidates; with something hidden, as though the base did not hold it."""
        likeness = self.similarity.to_all(parsed)
        size = len(self.entries.targets)
        covered = self.coverage.of(parsed, hidden)
        columns = {
            "classifier": self._classified(likeness, hidden),
            "words": nearest(likeness.words, self.entries, hidden),
            "characters": nearest(likeness.characters, self.entries, hidden),
            "meaning": nearest(likeness.meaning, self.entries, hidden),
            "ask": nearest(self.asks.closeness(parsed, len(self.entries.examples)), self.entries, hidden),
            "coverage": covered.share,
            "mass": covered.mass,
            "least": covered.least,
            "cue": cue_fit(parsed, self.kinds),
            "unseen": np.full(size, self.coverage.unseen(parsed), dtype=np.float32),
            "entry": np.ones(size, dtype=np.float32),
            "fact": self.is_fact,
            "numbers": missing_numbers(parsed, self.numbers),
        }
        values = np.stack([columns[name] for name in NAMES], axis=1)
        kept = np.delete(np.arange(size), [] if hidden.entry is None else hidden.entry)
        return Evidence(candidates=kept, values=values[kept])

    def _classified(self, likeness: Likeness, hidden: Hidden) -> Floats:
        if self.classifier is None:
            return np.zeros(len(self.entries.targets), dtype=np.float32)
        return self.classifier.scores(likeness, _rows(self.entries, hidden))

    def _hit(self, evidence: Evidence, scores: Floats, row: np.intp) -> Hit:
        return Hit(
            target=self.entries.targets[evidence.candidates[row]],
            score=float(np.clip(scores[row] / self.weights.most, 0, 1)),
            features=MappingProxyType(dict(zip(NAMES, map(float, evidence.values[row]), strict=True))),
        )


def _rows(entries: Entries, hidden: Hidden) -> Sequence[int]:
    if hidden.entry is not None:
        return entries.span(hidden.entry)
    return () if hidden.example is None else (hidden.example,)


def signals(evidence: Evidence, scores: Floats, kin: Kin) -> Mapping[str, float]:
    """What the confidence looks at: the best row's features, and the log odds of it and its kin."""
    best = int(np.argmax(scores))
    features = dict(zip(NAMES, map(float, evidence.values[best]), strict=True))
    allied = np.isin(evidence.candidates, list(kin[evidence.candidates[best]]))
    highest = max(float(scores.max()), NOTHING)
    odds = np.exp(scores - highest)
    with_it, without = odds[allied].sum(), odds[~allied].sum() + np.exp(NOTHING - highest)
    share = np.clip(with_it / (with_it + without), SUREST, 1 - SUREST)
    return {**{name: features[name] for name in SIGNALS if name != "odds"}, "odds": float(np.log(share / (1 - share)))}


def build_matcher(knowledge: Knowledge, *, vectors: WordVectors | None, weights: Weights = DEFAULTS) -> Matcher:
    """Index a base. Takes about a second for a hundred facts with their asks."""
    lexicon = build_lexicon(knowledge.vocabulary)
    entries = collect(knowledge, lexicon)
    parsed = [example.parsed for example in entries.examples]
    similarity = build_similarity(parsed, vectors)
    return Matcher(
        knowledge=knowledge,
        lexicon=lexicon,
        speller=build_speller(_known_words(knowledge, parsed), vectors.knows if vectors else _nothing),
        entries=entries,
        similarity=similarity,
        classifier=_classifier(similarity, entries),
        coverage=Coverage(index=bm25_index(entries.terms), entries=entries),
        asks=_asks(entries),
        exact=MappingProxyType(_exact(entries)),
        kin=find_kin(entries.targets),
        kinds=tuple(_kinds(entries, lexicon)),
        numbers=tuple(frozenset(term for term in terms if term[0].isdigit()) for terms in entries.terms),
        is_fact=np.array([isinstance(target, Fact) for target in entries.targets], dtype=np.float32),
        completer=build_completer(entries),
        weights=weights,
    )


def _nothing(_word: str) -> bool:
    return False


def _known_words(knowledge: Knowledge, parsed: Sequence[Parsed]) -> Iterator[tuple[str, ...]]:
    yield from (text.words for text in parsed)
    yield from (words(text) for name in knowledge.vocabulary.names for text in (name.name, *name.aliases))
    yield from (words(text) for group in knowledge.vocabulary.groups for text in group)


def _classifier(similarity: Similarity, entries: Entries) -> Classifier | None:
    if len(entries.examples) > LARGEST:
        return None
    blend = Blend()
    kernel = blend.mix(similarity.between_examples())
    owners = [example.entry for example in entries.examples]
    return fit_classifier(kernel, owners, len(entries.targets), blend)


def _asks(entries: Entries) -> Asks:
    kept = [(place, e) for place, e in enumerate(entries.examples) if e.role in {Role.ASK, Role.STATEMENT}]
    return Asks(texts=tuple(e.parsed.plain for _, e in kept), owners=tuple(place for place, _ in kept))


def _exact(entries: Entries) -> dict[str, int]:
    return {same_text(e.parsed.text): e.entry for e in entries.examples if e.role is Role.ASK}


def _kinds(entries: Entries, lexicon: Lexicon) -> Iterator[frozenset[str]]:
    for entry, target in enumerate(entries.targets):
        statement = next(entries.examples[i] for i in entries.span(entry) if entries.examples[i].role is Role.STATEMENT)
        yield held_kinds(target, statement.parsed, lexicon)
