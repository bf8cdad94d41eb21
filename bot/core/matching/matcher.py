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
from bot.core.matching.entries import Entries, Example, Role, collect
from bot.core.matching.features import (
    NAMES,
    NOTHING_HIDDEN,
    Coverage,
    Covered,
    Evidence,
    Hidden,
    ask_closeness,
    cue_fit,
    held_kinds,
    missing_numbers,
    pool,
)
from bot.core.matching.index import build_index
from bot.core.matching.kin import Kin, find_kin
from bot.core.matching.leading import lead, signals
from bot.core.matching.lexicon import Lexicon, build_lexicon
from bot.core.matching.question import Parsed, parse_words
from bot.core.matching.relevance import Relevance, build_relevance
from bot.core.matching.repair import Repair, Speller, build_speller
from bot.core.matching.similarity import Likeness, Similarity, build_similarity
from bot.core.matching.vectors import WordVectors
from bot.core.matching.weights import DEFAULTS, Weights
from bot.core.text import same_text, words

Floats = NDArray[np.float32]

# Only so many entries meet the dearer features.
CANDIDATES: Final = 50
SHOWN: Final = 10
# Characters of a question that are read: many times what anybody asks, and few enough to be quick.
LONGEST_QUESTION: Final = 2_000

_NO_SIGNALS: Final[Mapping[str, float]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A fact or an unknown with its score (0 to 1, no probability) and the features that it stems from.

    `total` is the weighted sum of the features: the log odds against nothing at all.
    """

    target: Fact | Unknown
    score: float
    total: float
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """What a question found: hits best first, the calibrated confidence in the first, the words repaired.

    `parsed` is the question as it was read; `signals` is what the confidence was made of, empty where there are no
    hits. `exact` tells that the question is, folded, one of the first hit's asks.
    """

    question: str
    hits: tuple[Hit, ...]
    confidence: float
    repairs: tuple[Repair, ...]
    parsed: Parsed
    signals: Mapping[str, float]
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
    relevance: Relevance
    plain: tuple[str, ...]
    exact: Mapping[str, int]
    kin: Kin
    kinds: tuple[frozenset[str], ...]
    numbers: tuple[frozenset[str], ...]
    is_fact: Floats
    completer: Completer
    weights: Weights

    def rank(self, question: str) -> Ranking:
        """The entries that the question may be after, best first."""
        repaired = self.speller.repair(words(question[:LONGEST_QUESTION]))
        parsed = parse_words(question, repaired.words, self.lexicon)
        exact = self.exact.get(same_text(question))
        if not parsed.needs and exact is None:
            return _nothing_found(question, repaired.repairs, parsed)
        evidence = self.evidence(parsed, sure=exact)
        scores = self.weights.score(evidence.values, NAMES)
        leading = lead(evidence, scores, self.kin)
        first = leading.row if exact is None else int(np.flatnonzero(evidence.candidates == exact)[0])
        order = np.lexsort((-scores, np.arange(len(scores)) != first))
        found = signals(evidence, leading)
        return Ranking(
            question=question,
            hits=tuple(self._hit(evidence, scores, row) for row in order[:SHOWN]),
            confidence=1.0 if exact is not None else self.weights.trust(found),
            repairs=repaired.repairs,
            parsed=parsed,
            signals=found,
            exact=exact is not None,
        )

    def evidence(self, parsed: Parsed, hidden: Hidden = NOTHING_HIDDEN, *, sure: int | None = None) -> Evidence:
        """The features of the candidates, in the order of the base; with something hidden, as though it were not there.

        The cheap features pick the candidates; only they meet the dearer ones. `sure` is one whatever its features.
        """
        covered = self.coverage.of(parsed, hidden)
        # The classifier needs the likeness to all examples; a base too large for one is compared in part.
        whole = self.similarity.to_all(parsed) if self.classifier else None
        classified = self._classified(whole, hidden)
        kept = self._candidates(covered, classified, hidden, sure)
        drawn = pool(self.entries, kept)
        likeness = whole.of(drawn.examples) if whole else self.similarity.to_some(parsed, drawn.examples)
        ones = np.ones(len(kept), dtype=np.float32)
        columns = {
            "classifier": classified[kept],
            "words": drawn.nearest(likeness.words, hidden),
            "characters": drawn.nearest(likeness.characters, hidden),
            "meaning": drawn.nearest(likeness.meaning, hidden),
            "ask": drawn.nearest(ask_closeness(parsed, [self.plain[place] for place in drawn.examples]), hidden),
            "bm25": self.relevance.of(parsed, kept, hidden.example),
            "coverage": covered.share[kept],
            "mass": covered.mass[kept],
            "least": covered.least[kept],
            "cue": cue_fit(parsed, [self.kinds[entry] for entry in kept]),
            "unseen": ones * self.coverage.unseen(parsed, hidden),
            "entry": ones,
            "fact": self.is_fact[kept],
            "numbers": missing_numbers(parsed, [self.numbers[entry] for entry in kept]),
        }
        return Evidence(candidates=kept, values=np.stack([columns[name] for name in NAMES], axis=1))

    def _classified(self, likeness: Likeness | None, hidden: Hidden) -> Floats:
        if self.classifier is None or likeness is None:
            return np.zeros(len(self.entries.targets), dtype=np.float32)
        return self.classifier.scores(likeness, _rows(self.entries, hidden))

    def _candidates(self, covered: Covered, classified: Floats, hidden: Hidden, sure: int | None) -> NDArray[np.intp]:
        """The entries that the cheap features put first, ascending."""
        ranking = self.weights.ranking
        cheap = (
            ranking["classifier"] * classified
            + ranking["coverage"] * covered.share
            + ranking["mass"] * covered.mass
            + ranking["fact"] * self.is_fact
        )
        if hidden.entry is not None:
            cheap[hidden.entry] = -np.inf
        if sure is not None:
            cheap[sure] = np.inf
        number = min(CANDIDATES, len(cheap) - (hidden.entry is not None))
        return np.sort(np.argpartition(-cheap, number - 1)[:number])

    def _hit(self, evidence: Evidence, scores: Floats, row: np.intp) -> Hit:
        return Hit(
            target=self.entries.targets[evidence.candidates[row]],
            score=self.weights.shown(float(scores[row])),
            total=float(scores[row]),
            features=MappingProxyType(dict(zip(NAMES, map(float, evidence.values[row]), strict=True))),
        )


def _nothing_found(question: str, repairs: tuple[Repair, ...], parsed: Parsed) -> Ranking:
    return Ranking(
        question=question, hits=(), confidence=0.0, repairs=repairs, parsed=parsed, signals=_NO_SIGNALS, exact=False
    )


def _rows(entries: Entries, hidden: Hidden) -> Sequence[int]:
    if hidden.entry is not None:
        return entries.span(hidden.entry)
    return () if hidden.example is None else (hidden.example,)


def build_matcher(knowledge: Knowledge, *, vectors: WordVectors | None, weights: Weights = DEFAULTS) -> Matcher:
    """Index a base. Takes some seconds for a hundred facts and as many unknowns with their asks."""
    lexicon = build_lexicon(knowledge.vocabulary)
    entries = collect(knowledge, lexicon)
    parsed = [example.parsed for example in entries.examples]
    similarity = build_similarity(parsed, vectors)
    holding = build_index(entries.terms)
    return Matcher(
        knowledge=knowledge,
        lexicon=lexicon,
        speller=build_speller(_known_words(knowledge, parsed), vectors.knows if vectors else _nothing),
        entries=entries,
        similarity=similarity,
        classifier=_classifier(similarity, entries),
        coverage=Coverage(index=holding, entries=entries),
        relevance=build_relevance(entries, holding),
        plain=tuple(_comparable(example) for example in entries.examples),
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


def _comparable(example: Example) -> str:
    """The text that a question is compared with as a whole; a quote is no way of asking."""
    return "" if example.role is Role.QUOTE else example.parsed.plain


def _exact(entries: Entries) -> dict[str, int]:
    return {same_text(e.parsed.text): e.entry for e in entries.examples if e.role is Role.ASK}


def _kinds(entries: Entries, lexicon: Lexicon) -> Iterator[frozenset[str]]:
    for entry, target in enumerate(entries.targets):
        statement = next(entries.examples[i] for i in entries.span(entry) if entries.examples[i].role is Role.STATEMENT)
        yield held_kinds(target, statement.parsed, lexicon)
