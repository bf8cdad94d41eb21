"""Rank the entries of a base by how well they answer a question."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

import numpy as np

from bot.core.kept.files import NOTHING_KEPT, Kept
from bot.core.knowledge.model import Fact, Knowledge, Unknown
from bot.core.knowledge.vocabulary import ConceptIndex, build_concept_index
from bot.core.matching import learned
from bot.core.matching.answer_type import AnswerWords, NamedWords, score_answer_words, score_unnamed
from bot.core.matching.arrays import Floats, Indexes
from bot.core.matching.autocomplete import Completer
from bot.core.matching.classifier import LARGEST, Blend, Classifier
from bot.core.matching.documents import Entries, Overlaps, collect
from bot.core.matching.embeddings import SentenceVectors, WordLlamaVectors, WordVectors, equal_importance
from bot.core.matching.features import (
    FEATURES,
    NOTHING_HIDDEN,
    Agreement,
    Bm25,
    Coverage,
    Evidence,
    Foci,
    Hidden,
    Pool,
    WordCredits,
    WordMeanings,
    ahead,
    build_bm25,
    find_focus_of,
    missing_numbers,
)
from bot.core.matching.glossary import Glossary, build_glossary, untranslated
from bot.core.matching.multilingual import Multilingual
from bot.core.matching.names import find_names
from bot.core.matching.query import ParsedText, parse_words
from bot.core.matching.similarity import Likeness, Similarity, closeness
from bot.core.matching.spelling import Repair, Speller, build_speller
from bot.core.matching.weights import SIGNALS, Weights, default_weights, feature_set
from bot.core.text.normalise import same_text, typed_words

CANDIDATES: Final = 24
"""Entries for which all features are computed; the cheap features pick them."""
CANDIDATES_UNCLASSIFIED: Final = 50
"""The same without a classifier, which helps to pick them."""
CANDIDATES_BY_SENTENCE: Final = 12
"""Entries that are candidates for a question in another language because the whole of it is near them."""
SHOWN: Final = 10
"""Candidates of a ranking, at most."""
LONGEST_QUESTION: Final = 2_000
"""Characters of a question that are read: many times what people ask, and few enough to be quick."""
FEWEST_SMALL_WORDS: Final = 4
"""Words of a question that has small words only, from which on it is ranked."""
NOTHING: Final = 0.0
"""The score of "no entry", with which each entry competes."""
SUREST: Final = 1e-3
"""How far the leading entry's share of all odds is kept from 0 and 1."""

_NO_SIGNALS: Final[Mapping[str, float]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A fact or an unknown with its score, 0 to 1 and not a probability, and the values of its features.

    `entry` is its place in `Entries.targets`. `total` is the log odds against "no entry": the weighted sum of the
    features and, for a question in another language, what its `sentence` as a whole adds.
    """

    target: Fact | Unknown
    entry: int
    score: float
    total: float
    values: tuple[float, ...]
    sentence: float = 0.0

    @property
    def features(self) -> Mapping[str, float]:
        """The values by the names of the features."""
        return MappingProxyType(dict(zip(FEATURES, self.values, strict=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The candidates for a question, best first, with the calibrated confidence in the first, 0 to 1.

    `repairs` are the corrected words, `parsed` is the question as it was read, and `signals` is what the confidence
    depends on, empty without candidates. `exact`: the question, folded, is the first candidate's question or one of its
    phrasings.
    """

    question: str
    candidates: tuple[Candidate, ...]
    confidence: float
    repairs: tuple[Repair, ...]
    parsed: ParsedText
    signals: Mapping[str, float]
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """The row of the leading candidate, and the share of all odds, 0 to 1, of it and those that overlap with it."""

    row: int
    share: float


def lead(evidence: Evidence, scores: Floats, overlaps: Overlaps) -> Lead:
    """Return the best candidate of the group of overlapping ones with the highest total odds.

    Facts that share a quote do not count against each other's confidence. "No entry" competes with all groups.
    """
    highest = max(float(scores.max()), NOTHING)
    # Lists: for a few rows numpy takes longer to start than to add.
    odds = np.exp(scores.astype(np.float64) - highest).tolist()
    entries = evidence.entries.tolist()
    odds_of = dict(zip(entries, odds, strict=True))
    groups = [overlaps[entry] for entry in entries]
    together = [sum([odds_of[other] for other in group if other in odds_of]) for group in groups]
    strongest = together.index(max(together))
    overlapping = [row for row, entry in enumerate(entries) if entry in groups[strongest]]
    return Lead(
        row=max(overlapping, key=lambda row: (odds[row], -row)),
        share=together[strongest] / (sum(odds) + math.exp(NOTHING - highest)),
    )


def signals(evidence: Evidence, leading: Lead) -> Mapping[str, float]:
    """Return what the confidence depends on: features of the leading candidate, and its log odds."""
    features = dict(zip(FEATURES, evidence.values[leading.row].tolist(), strict=True))
    share = min(max(leading.share, SUREST), 1 - SUREST)
    return {**{name: features[name] for name in SIGNALS if name != "odds"}, "odds": math.log(share / (1 - share))}


@dataclass(frozen=True, kw_only=True)
class Ranker:
    """Everything that is built from one Knowledge to rank its entries; it never changes."""

    knowledge: Knowledge
    concept_index: ConceptIndex
    speller: Speller
    glossary: Glossary
    entries: Entries
    similarity: Similarity
    classifier: Classifier | None
    coverage: Coverage
    meanings: WordMeanings | None
    agreement: Agreement
    bm25: Bm25
    sorted_words: Sequence[str]
    foci: Foci
    exact: Mapping[str, int]
    overlaps: Overlaps
    answer_words: Sequence[AnswerWords | None]
    named_words: Sequence[NamedWords]
    is_fact: Floats
    completing: Callable[[], Completer]
    weights: Weights
    multilingual: Multilingual | None = None

    @cached_property
    def completer(self) -> Completer:
        """Completes what is typed; needed only where somebody types."""
        return self.completing()

    def rank(self, question: str) -> Ranking:
        """Return the entries that the question may ask for, best first."""
        translated = self.glossary.read(
            question,
            longest=LONGEST_QUESTION,
            translate=self.multilingual.translate if self.multilingual else untranslated,
        )
        repaired = translated or self.speller.repair(typed_words(question, longest=LONGEST_QUESTION))
        # A translated question has no capitals: in German every noun has one.
        text = " ".join(repaired.words) if translated else question[:LONGEST_QUESTION]
        parsed = parse_words(text, repaired.words, self.concept_index)
        exact = self.exact.get(same_text(question[:LONGEST_QUESTION]))
        if not self._asks_something(parsed) and exact is None:
            return _nothing_found(question, repaired.repairs, parsed)
        foreign = self.multilingual if translated else None
        sentence = foreign.scores(question[:LONGEST_QUESTION], repaired.words) if foreign else None
        evidence = self.evidence(parsed, sure=exact, sentence=sentence)
        scores = self.weights.score(evidence.values)
        added = np.zeros_like(scores) if sentence is None else sentence[evidence.entries]
        scores = scores + added
        leading = lead(evidence, scores, self.overlaps)
        first = leading.row if exact is None else int(np.flatnonzero(evidence.entries == exact)[0])
        order = np.lexsort((-scores, np.arange(len(scores)) != first))
        found = signals(evidence, leading)
        return Ranking(
            question=question,
            candidates=tuple(self._candidates_of(evidence, scores, added, order[:SHOWN])),
            confidence=1.0 if exact is not None else self.weights.trust(found),
            repairs=repaired.repairs,
            parsed=parsed,
            signals=found,
            exact=exact is not None,
        )

    def _asks_something(self, parsed: ParsedText) -> bool:
        """Return whether a question has a subject; small words may be an idiom ("what are they up to").

        Only the classifier knows idioms.
        """
        idiom = self.classifier is not None and len(parsed.words) >= FEWEST_SMALL_WORDS
        return idiom or bool(parsed.content_words)

    def evidence(
        self,
        parsed: ParsedText,
        hidden: Hidden = NOTHING_HIDDEN,
        *,
        sure: int | None = None,
        sentence: Floats | None = None,
    ) -> Evidence:
        """Return the features of the candidates, in the order of the base, as if what is hidden did not exist.

        Cheap features pick the candidates, then all others are computed for these. `sure` is always a candidate,
        and so are the entries with the highest values in `sentence`, shape (entries,).
        """
        covered = self.coverage.of(parsed, hidden)
        # The classifier needs the likeness to all examples; a base too large for one is compared in part.
        whole = self.similarity.to_all(parsed) if self.classifier else None
        classified = self._classified(whole, hidden)
        kept = self._candidates(covered, classified, hidden, sure)
        if sentence is not None:
            kept = np.union1d(kept, np.argsort(-sentence)[:CANDIDATES_BY_SENTENCE])
        columns = {
            "classifier": classified[kept],
            **self._by_example(parsed, hidden, kept, whole),
            "bm25": self.bm25.scores(parsed, kept, hidden.example),
            **self._by_word(parsed, hidden, kept, covered),
            **self._by_kind(parsed, hidden, kept),
        }
        values = np.concatenate([columns[name] for name in FEATURES]).reshape(len(FEATURES), len(kept)).T
        return Evidence(entries=kept, values=values)

    def _by_example(
        self, parsed: ParsedText, hidden: Hidden, kept: Indexes, whole: Likeness | None
    ) -> Mapping[str, Floats]:
        """Return the features that compare the question with the nearest example of each candidate."""
        examples, starts = self.entries.places(kept)
        drawn = Pool(examples=examples, starts=starts)
        meaning = whole.meaning[examples] if whole else self.similarity.meaning_of(parsed, examples)
        sorted_words = list(map(self.sorted_words.__getitem__, examples.tolist()))
        return {
            "meaning": drawn.nearest(meaning, hidden),
            "ask": drawn.nearest(closeness(parsed, sorted_words), hidden),
            "both": drawn.nearest(self.agreement.scores(parsed, examples), hidden),
        }

    def _by_word(self, parsed: ParsedText, hidden: Hidden, kept: Indexes, covered: WordCredits) -> Mapping[str, Floats]:
        """Return the features that say which words of the question all texts of each candidate have."""
        credited = raw = covered.of(kept)
        if self.meanings:  # similar words count too; in a large base that would take too long
            credited = raw.or_like(self.meanings.closeness(parsed, hidden, kept, self.entries))
        share = credited.share
        known, capital = find_names(parsed, self.concept_index.kinds)
        return {
            "coverage": share,
            "mass": credited.mass,
            "rarity": covered.rare_mass[kept],
            "gap": credited.gap,
            "ahead": ahead(share),
            "absent": raw.lacking(known),
            "capitals": raw.lacking(capital),
            "unseen": np.ones(len(kept), dtype=np.float32) * covered.unseen(hidden),
        }

    def _by_kind(self, parsed: ParsedText, hidden: Hidden, kept: Indexes) -> Mapping[str, Floats]:
        """Return the features that compare the kind of thing asked for with what each candidate is and has."""
        entries = kept.tolist()
        lost = None if hidden.example is None else self.entries.examples[hidden.example]
        held, lacked = score_answer_words(parsed, self.answer_words, entries)
        asked, unasked = self.foci.scores(parsed, entries, lost)
        return {
            "held": held,
            "lacked": lacked,
            "unnamed": score_unnamed(parsed, self.named_words, entries),
            "asked": asked,
            "unasked": unasked,
            "entry": np.ones(len(kept), dtype=np.float32),
            "fact": self.is_fact[kept],
            "numbers": missing_numbers(parsed, self.bm25.index, kept),
        }

    def _classified(self, likeness: Likeness | None, hidden: Hidden) -> Floats:
        if self.classifier is None or likeness is None:
            return np.zeros(len(self.entries.targets), dtype=np.float32)
        return self.classifier.scores(likeness, _rows(self.entries, hidden))

    def _candidates(self, covered: WordCredits, classified: Floats, hidden: Hidden, sure: int | None) -> Indexes:
        """Return the entries with the highest scores by the cheap features, ascending."""
        ranking = self.weights.ranking
        cheap = (
            ranking["classifier"] * classified
            + max(ranking["coverage"] + ranking["ahead"], 0) * covered.share
            + ranking["mass"] * covered.mass
            + ranking["rarity"] * covered.rare_mass
            + ranking["fact"] * self.is_fact
        )
        if hidden.entry is not None:
            cheap[hidden.entry] = -np.inf
        if sure is not None:
            cheap[sure] = np.inf
        most = CANDIDATES if self.classifier else CANDIDATES_UNCLASSIFIED
        number = min(most, len(cheap) - (hidden.entry is not None))
        return np.sort(np.argpartition(-cheap, number - 1)[:number])

    def _candidates_of(self, evidence: Evidence, scores: Floats, added: Floats, rows: Indexes) -> Iterator[Candidate]:
        found = (evidence.entries[rows], scores[rows], evidence.values[rows], added[rows])
        for entry, total, values, sentence in zip(*(part.tolist() for part in found), strict=True):
            yield Candidate(
                target=self.entries.targets[entry],
                entry=entry,
                score=self.weights.shown(total),
                total=total,
                values=tuple(values),
                sentence=sentence,
            )


def _nothing_found(question: str, repairs: tuple[Repair, ...], parsed: ParsedText) -> Ranking:
    return Ranking(
        question=question,
        candidates=(),
        confidence=0.0,
        repairs=repairs,
        parsed=parsed,
        signals=_NO_SIGNALS,
        exact=False,
    )


def _rows(entries: Entries, hidden: Hidden) -> Sequence[int]:
    if hidden.entry is not None:
        return entries.span(hidden.entry)
    return () if hidden.example is None else (hidden.example,)


def build_ranker(  # noqa: PLR0913 - what a ranker may be built with
    knowledge: Knowledge,
    *,
    vectors: WordVectors | None,
    weights: Weights | None = None,
    sentences: SentenceVectors | None = None,
    largest: int = LARGEST,
    kept: Kept = NOTHING_KEPT,
    kept_texts: Kept = NOTHING_KEPT,
) -> Ranker:
    """Index a base, or use what an earlier start has kept of it. Takes some seconds for a hundred facts.

    `kept_texts` has what depends on the vocabulary alone, so that after a change only new texts are parsed, and the
    classifier is updated. `kept` has what depends on all texts: their embeddings by `sentences`.

    `weights` that were fitted to other features than this base has are not used: it gets the default weights.
    A base of more than `largest` examples has no classifier.
    """
    concept_index = learned.concepts(kept_texts, lambda: build_concept_index(knowledge.vocabulary))
    entries = collect(knowledge, concept_index)
    small = len(entries.examples) <= largest
    # A folder with an encoder has no name that changes with its model.
    named = NOTHING_KEPT if vectors and vectors.kind == "sentences" else kept_texts
    found = learned.learn(knowledge, entries, concept_index, vectors, named, small=small)
    entry_index = found.entry_index.with_table()
    features = feature_set(vectors.kind if vectors else "none", classified=small)
    speller = build_speller(found.words.counts, vectors.knows if vectors else lambda _: False, found.words.stems)
    if isinstance(vectors, WordLlamaVectors):
        vectors.remember(found.words.tokens)
    return Ranker(
        knowledge=knowledge,
        concept_index=concept_index,
        speller=speller,
        glossary=build_glossary(knowledge.vocabulary.translations, speller),
        entries=entries,
        similarity=found.similarity,
        classifier=None if found.duals is None else _classifier(found.similarity, found.duals),
        coverage=Coverage(
            index=entry_index,
            entries=entries,
            importance=vectors.importance if vectors else equal_importance,
        ),
        meanings=found.meanings,
        agreement=Agreement(examples=found.similarity.words, rarity=found.entry_index, masses=found.masses),
        bm25=build_bm25(entries, entry_index),
        sorted_words=found.sorted_words,
        foci=Foci(counts=found.foci, asking=found.asking, focus=find_focus_of(entries)),
        exact=found.exact,
        overlaps=found.overlaps,
        answer_words=found.answer_words,
        named_words=found.named_words,
        is_fact=(np.arange(len(entries.targets)) < len(knowledge.facts)).astype(np.float32),
        completing=found.completing,
        weights=weights if weights and weights.features == features else default_weights(features),
        multilingual=(
            Multilingual(vectors=sentences, entries=entries, kept=kept, kept_texts=kept_texts) if sentences else None
        ),
    )


def _classifier(similarity: Similarity, duals: Floats) -> Classifier:
    blend = Blend()
    return Classifier(blend=blend, duals=duals, kernel=lambda: blend.between_examples(similarity))
