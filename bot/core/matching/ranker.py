"""From a question to ranked entries."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from bot.core.knowledge.model import Fact, Knowledge, Unknown
from bot.core.knowledge.vocabulary import ConceptIndex, build_concept_index
from bot.core.matching import answer_type
from bot.core.matching.answer_type import NAMELESS, Held, Naming, TokenReader, hold, names_within, naming, unnamed
from bot.core.matching.arrays import Floats, Indexes
from bot.core.matching.autocomplete import Completer, build_completer
from bot.core.matching.classifier import LARGEST, Blend, Classifier, fit_classifier
from bot.core.matching.documents import Entries, Overlaps, TextRole, collect, find_overlaps
from bot.core.matching.embeddings import WordVectors
from bot.core.matching.features import (
    FEATURES,
    NOTHING_HIDDEN,
    Agreement,
    Bm25,
    Coverage,
    Evidence,
    Hidden,
    Pool,
    WordCredits,
    WordMeanings,
    ahead,
    build_agreement,
    build_bm25,
    build_word_meanings,
    missing_numbers,
)
from bot.core.matching.index import IndexBuilder, InvertedIndex
from bot.core.matching.query import ParsedText, parse_words
from bot.core.matching.similarity import Likeness, Similarity, SimilarityBuilder, closeness, in_order
from bot.core.matching.spelling import Repair, Speller, build_speller
from bot.core.matching.weights import DEFAULTS, SIGNALS, Weights
from bot.core.text.normalise import same_text, words

# The score of no entry at all, against which every entry has to stand.
NOTHING: Final = 0.0
# Odds are not told beyond one in so many.
SUREST: Final = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """The row of the leading candidate, and the share (0 to 1) of all odds that it and its overlaps have together."""

    row: int
    share: float


def lead(evidence: Evidence, scores: Floats, overlaps: Overlaps) -> Lead:
    """The best of the overlaps that have the most odds together; nothing at all is a rival of every candidate."""
    highest = max(float(scores.max()), NOTHING)
    # Lists: numpy takes longer to begin than a few rows take to add up.
    odds = np.exp(scores.astype(np.float64) - highest).tolist()
    entries = evidence.entries.tolist()
    odds_of = dict(zip(entries, odds, strict=True))
    together = [sum([odds_of.get(other, 0.0) for other in overlaps[entry]]) for entry in entries]
    strongest = max(range(len(together)), key=together.__getitem__)
    allied = [row for row, entry in enumerate(entries) if entry in overlaps[entries[strongest]]]
    return Lead(
        row=max(allied, key=lambda row: (odds[row], -row)),
        share=together[strongest] / (sum(odds) + math.exp(NOTHING - highest)),
    )


def signals(evidence: Evidence, leading: Lead) -> Mapping[str, float]:
    """What the confidence looks at: the leading row's features, and the log odds of it and its overlaps."""
    features = dict(zip(FEATURES, map(float, evidence.values[leading.row]), strict=True))
    share = min(max(leading.share, SUREST), 1 - SUREST)
    return {**{name: features[name] for name in SIGNALS if name != "odds"}, "odds": math.log(share / (1 - share))}


Sets = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`plain` has a text for each example; `holding`, `numbers`, `held` and `naming` have a place for each entry.

    `holding` counts the texts of an entry that hold a term; `spoken` how often the base uses each word; `plain` is what
    a question is compared with as a whole, empty for a quote, which is no way of asking; `numbers` the numbers of all
    texts; `held` what a statement holds, None for an unknown's; `naming` what it leaves unnamed, as an unknown may: it
    says so itself.
    """

    similarity: Similarity
    holding: InvertedIndex
    spoken: Counter[str]
    plain: tuple[str, ...]
    numbers: Sets
    held: tuple[Held | None, ...]
    naming: tuple[Naming, ...]


def read(entries: Entries, concept_index: ConceptIndex, vectors: WordVectors | None) -> Reading:
    """Read every text of the entries, entry by entry."""
    similarity, holding, statements = SimilarityBuilder(), IndexBuilder(), _Statements(_names(entries), concept_index)
    spoken: Counter[str] = Counter()
    plain: list[str] = []
    numbers: list[frozenset[str]] = []
    for entry, (target, terms) in enumerate(zip(entries.targets, entries.terms, strict=True)):
        holding.add(terms)
        numbers.append(frozenset(term for term in terms if term[0].isdigit()))
        for example in map(entries.examples.__getitem__, entries.span(entry)):
            parsed = example.parsed
            similarity.add(parsed)
            spoken.update(parsed.words)
            plain.append("" if example.role is TextRole.QUOTE else in_order(parsed))
            if example.role is TextRole.STATEMENT:
                statements.add(parsed, target)
    return Reading(
        similarity=similarity.build(vectors),
        holding=holding.build(scaled=False),
        spoken=spoken,
        plain=tuple(plain),
        numbers=_shared(numbers),
        held=tuple(statements.held),
        naming=tuple(statements.naming),
    )


class _Statements:
    """Takes the statements one by one."""

    def __init__(self, names: frozenset[str], concept_index: ConceptIndex) -> None:
        self._tokens = TokenReader(names, concept_index)
        self._kinds = concept_index.kinds
        self.held: list[Held | None] = []
        self.naming: list[Naming] = []

    def add(self, statement: ParsedText, target: Fact | Unknown) -> None:
        """The next entry's."""
        match target:
            case Fact():
                tokens = self._tokens.read(statement.text)
                self.held.append(hold(statement, tokens, self._kinds, dated=target.when is not None))
                self.naming.append(naming(statement, tokens, self._kinds))
            case Unknown():
                self.held.append(None)
                self.naming.append(NAMELESS)


def _names(entries: Entries) -> frozenset[str]:
    facts = [target for target in entries.targets if isinstance(target, Fact)]
    # A statement may be its own quote.
    return names_within(text for fact in facts for text in {fact.statement, *(quote.exact for quote in fact.quotes)})


def _shared(sets: Iterable[frozenset[str]]) -> Sets:
    """The same sets, equal ones as one: most entries have one of a few."""
    known: dict[frozenset[str], frozenset[str]] = {}
    return tuple(known.setdefault(each, each) for each in sets)


# Only so many entries meet the dearer features. Where the classifier helps to pick them, half as many are as good.
CANDIDATES: Final = 24
CANDIDATES_UNCLASSIFIED: Final = 50
SHOWN: Final = 10
# Characters of a question that are read: many times what anybody asks, and few enough to be quick.
LONGEST_QUESTION: Final = 2_000

_NO_SIGNALS: Final[Mapping[str, float]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A fact or an unknown with its score (0 to 1, no probability) and the values of the features that it stems from.

    `total` is the weighted sum of the features: the log odds against nothing at all.
    """

    target: Fact | Unknown
    score: float
    total: float
    values: tuple[float, ...]

    @property
    def features(self) -> Mapping[str, float]:
        """The values by their features' names."""
        return MappingProxyType(dict(zip(FEATURES, self.values, strict=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """What a question found: candidates best first, the calibrated confidence in the first, the words repaired.

    `parsed` is the question as it was read; `signals` is what the confidence was made of, empty where there are no
    candidates. `exact` tells that the question is, folded, one of the first candidate's questions.
    """

    question: str
    candidates: tuple[Candidate, ...]
    confidence: float
    repairs: tuple[Repair, ...]
    parsed: ParsedText
    signals: Mapping[str, float]
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranker:
    """Everything that is built from one Knowledge, and never changes after."""

    knowledge: Knowledge
    concept_index: ConceptIndex
    speller: Speller
    entries: Entries
    similarity: Similarity
    classifier: Classifier | None
    coverage: Coverage
    meanings: WordMeanings | None
    agreement: Agreement
    bm25: Bm25
    plain: tuple[str, ...]
    exact: Mapping[str, int]
    overlaps: Overlaps
    held: tuple[answer_type.Held | None, ...]
    naming: tuple[Naming, ...]
    numbers: tuple[frozenset[str], ...]
    is_fact: Floats
    completer: Completer
    weights: Weights

    def rank(self, question: str) -> Ranking:
        """The entries that the question may be after, best first."""
        repaired = self.speller.repair(words(question[:LONGEST_QUESTION]))
        parsed = parse_words(question, repaired.words, self.concept_index)
        exact = self.exact.get(same_text(question))
        if not parsed.content_words and exact is None:
            return _nothing_found(question, repaired.repairs, parsed)
        evidence = self.evidence(parsed, sure=exact)
        scores = self.weights.score(evidence.values, FEATURES)
        leading = lead(evidence, scores, self.overlaps)
        first = leading.row if exact is None else int(np.flatnonzero(evidence.entries == exact)[0])
        order = np.lexsort((-scores, np.arange(len(scores)) != first))
        found = signals(evidence, leading)
        return Ranking(
            question=question,
            candidates=tuple(self._candidates_of(evidence, scores, order[:SHOWN])),
            confidence=1.0 if exact is not None else self.weights.trust(found),
            repairs=repaired.repairs,
            parsed=parsed,
            signals=found,
            exact=exact is not None,
        )

    def evidence(self, parsed: ParsedText, hidden: Hidden = NOTHING_HIDDEN, *, sure: int | None = None) -> Evidence:
        """The features of the candidates, in the order of the base; with something hidden, as though it were not there.

        The cheap features pick the candidates; only they meet the dearer ones. `sure` is one whatever its features.
        """
        covered = self.coverage.of(parsed, hidden)
        # The classifier needs the likeness to all examples; a base too large for one is compared in part.
        whole = self.similarity.to_all(parsed) if self.classifier else None
        classified = self._classified(whole, hidden)
        kept = self._candidates(covered, classified, hidden, sure)
        examples, starts = self.entries.places(kept)
        drawn = Pool(examples=examples, starts=starts)
        likeness = whole.of(examples) if whole else self.similarity.to_some(parsed, examples)
        ones = np.ones(len(kept), dtype=np.float32)
        liked = self._or_like(covered.of(kept), parsed, kept, hidden)
        share = liked.share
        held, lacked = answer_type.fit(parsed, [self.held[entry] for entry in kept.tolist()])
        columns = {
            "classifier": classified[kept],
            "words": drawn.nearest(likeness.words, hidden),
            "characters": drawn.nearest(likeness.characters, hidden),
            "meaning": drawn.nearest(likeness.meaning, hidden),
            "ask": drawn.nearest(closeness(parsed, list(map(self.plain.__getitem__, examples.tolist()))), hidden),
            "both": drawn.nearest(self.agreement.scores(parsed, examples), hidden),
            "bm25": self.bm25.scores(parsed, kept, hidden.example),
            "coverage": share,
            "mass": covered.mass[kept],
            "least": liked.least,
            "ahead": ahead(share),
            "held": held,
            "lacked": lacked,
            "unnamed": unnamed(parsed, [self.naming[entry] for entry in kept.tolist()]),
            "unseen": ones * covered.unseen(hidden),
            "entry": ones,
            "fact": self.is_fact[kept],
            "numbers": missing_numbers(parsed, [self.numbers[entry] for entry in kept.tolist()]),
        }
        values = np.concatenate([columns[name] for name in FEATURES]).reshape(len(FEATURES), len(kept)).T
        return Evidence(entries=kept, values=values)

    def _or_like(self, covered: WordCredits, parsed: ParsedText, kept: Indexes, hidden: Hidden) -> WordCredits:
        """What words like the question's cover besides; a large base goes without, for it would cost too much."""
        if self.meanings is None:
            return covered
        return covered.or_like(self.meanings.closeness(parsed, hidden, kept, self.entries))

    def _classified(self, likeness: Likeness | None, hidden: Hidden) -> Floats:
        if self.classifier is None or likeness is None:
            return np.zeros(len(self.entries.targets), dtype=np.float32)
        return self.classifier.scores(likeness, _rows(self.entries, hidden))

    def _candidates(self, covered: WordCredits, classified: Floats, hidden: Hidden, sure: int | None) -> Indexes:
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
        most = CANDIDATES if self.classifier else CANDIDATES_UNCLASSIFIED
        number = min(most, len(cheap) - (hidden.entry is not None))
        return np.sort(np.argpartition(-cheap, number - 1)[:number])

    def _candidates_of(self, evidence: Evidence, scores: Floats, rows: Indexes) -> Iterator[Candidate]:
        found = (evidence.entries[rows], scores[rows], evidence.values[rows])
        for entry, total, values in zip(*(part.tolist() for part in found), strict=True):
            yield Candidate(
                target=self.entries.targets[entry],
                score=self.weights.shown(total),
                total=total,
                values=tuple(values),
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


def build_ranker(knowledge: Knowledge, *, vectors: WordVectors | None, weights: Weights = DEFAULTS) -> Ranker:
    """Index a base. Takes some seconds for a hundred facts and as many unknowns with their questions."""
    concept_index = build_concept_index(knowledge.vocabulary)
    entries = collect(knowledge, concept_index)
    found = read(entries, concept_index, vectors)
    small = len(entries.examples) <= LARGEST
    return Ranker(
        knowledge=knowledge,
        concept_index=concept_index,
        speller=build_speller(_spoken(knowledge, found), vectors.knows if vectors else _nothing),
        entries=entries,
        similarity=found.similarity,
        classifier=_classifier(found.similarity, entries),
        coverage=Coverage(index=found.holding, entries=entries),
        meanings=build_word_meanings(entries, vectors) if vectors and small else None,
        agreement=build_agreement(entries, examples=found.similarity.words, rarity=found.holding),
        bm25=build_bm25(entries, found.holding),
        plain=found.plain,
        exact=MappingProxyType(_exact(entries)),
        overlaps=find_overlaps(entries.targets),
        held=found.held,
        naming=found.naming,
        numbers=found.numbers,
        is_fact=np.array([isinstance(target, Fact) for target in entries.targets], dtype=np.float32),
        completer=build_completer(tuple(knowledge.facts.values())),
        weights=weights,
    )


def _nothing(_word: str) -> bool:
    return False


def _spoken(knowledge: Knowledge, found: Reading) -> Counter[str]:
    """How often the base and its vocabulary use each word."""
    names = (text for name in knowledge.vocabulary.names for text in (name.name, *name.aliases))
    groups = itertools.chain.from_iterable(knowledge.vocabulary.groups)
    listed = itertools.chain.from_iterable(map(words, itertools.chain(names, groups)))
    return found.spoken + Counter(listed)


def _classifier(similarity: Similarity, entries: Entries) -> Classifier | None:
    if len(entries.examples) > LARGEST:
        return None
    blend = Blend()
    kernel = blend.mix(similarity.between_examples())
    owners = [example.entry for example in entries.examples]
    return fit_classifier(kernel, owners, len(entries.targets), blend)


def _exact(entries: Entries) -> dict[str, int]:
    return {same_text(e.text): e.entry for e in entries.examples if e.role is TextRole.QUESTION}
