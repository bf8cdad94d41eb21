"""Decide the verdict on each sentence of a message. The costly error is "supported" for what no source says."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Final

import numpy as np

from bot.core.factcheck import lexicon
from bot.core.factcheck.alignment import Alignment, align
from bot.core.factcheck.clauses import Item, Parsed, has_condition, parts_of
from bot.core.factcheck.contradiction import contradicts
from bot.core.factcheck.fact_texts import MOST_READ, FactTexts
from bot.core.factcheck.message import split_sentences, without_label
from bot.core.factcheck.paraphrasing import ParaphraseReader, Sought, as_written
from bot.core.factcheck.parsing import parse
from bot.core.factcheck.prospects import Needs, Prospect, needs_of_clauses, prospect
from bot.core.factcheck.relations import relate_quantities, same
from bot.core.factcheck.results import (
    Claimed,
    Contradicted,
    DifferenceKind,
    NotCovered,
    OnlyRelated,
    Supported,
    Unchecked,
    Verdict,
)
from bot.core.factcheck.vocabulary import Names
from bot.core.knowledge.columns import rows_of
from bot.core.knowledge.model import Fact, Knowledge, Quote
from bot.core.knowledge.quantities import Relation
from bot.core.knowledge.vocabulary import build_concept_index
from bot.core.text.foreign_words import is_foreign
from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import fold, stem, words

ALIGNED: Final = 12
"""Facts with which a sentence is aligned: those that share the most of its words, weighed by their rarity."""
CONTRADICTED: Final = 6
"""The nearest of these facts, whose paraphrases may contradict it."""
NEAR: Final = 0.2
"""Share of a sentence's words, weighed by rarity, that a fact must have to be shown as the nearest."""
CLOSE: Final = 0.75
"""Share of what the nearest fact has that another must have to be shown because more of it is aligned."""
CONCEPT: Final = 0.5
"""What a word counts for that a fact has only in other words."""

LONGEST_SENTENCE: Final = 1_000
"""Characters of a sentence that can be covered by a fact, several times what a newspaper writes."""
MOST_WORDS: Final = 200
"""Words of such a sentence: folding turns some characters into several words."""
LEAST: Final = 2
"""Words that a sentence and a fact must share, or one name: one word may be a coincidence."""
MOST_WARMED: Final = 500
"""Facts that are read before the first sentence, at most."""
LEAST_ALIGNED: Final = 2
"""Words that one clause of several must have in common with a fact that contradicts it."""
DIFFERENCES: Final = 3
"""Points of difference that are shown, at most."""

REFERRING: Final = frozenset({"he", "she"})
"""Words for a person whom a message named before."""
_BARE: Final = frozenset({DifferenceKind.NAME, DifferenceKind.WORD})
"""What two aligned items are too little for: "Trump denied" is no contradiction to what he acknowledged."""
_NEGATORS: Final = lexicon.NEGATORS | {"without"}
_NOWHERE: Final = np.zeros(0, dtype=np.intp)
_ENDS: Final = " \t\n\"'”’»)]*_"


def _may_be_same(item: Item, other: Item) -> bool:
    """Return whether two numbers may be one: "no more than 84" may be the 84 of another."""
    if item.quantity is None or other.quantity is None:
        return same(item, other)
    return relate_quantities(item.quantity, other.quantity) in {Relation.SAME, Relation.OPEN}


class Compared:
    """A sentence with the alignments of the facts that it was compared with."""

    def __init__(self, parsed: Parsed, needs: Sequence[Needs], *, is_disputed: Callable[[Alignment], bool]) -> None:
        self._parsed = parsed
        self._needs = needs
        self._is_disputed = is_disputed
        self._prospects: dict[FactTexts, Prospect] = {}
        self._aligned: dict[FactTexts, Alignment] = {}

    def proven(self, facts: Sequence[FactTexts]) -> Alignment | None:
        """Return the best proof by one of some facts."""
        proven: list[Alignment] = []
        for aligned in (self.with_fact(each) for each in facts if self._prospect(each).may_prove):
            if aligned.is_best_proof:
                return aligned
            if aligned.whole:
                proven.append(aligned)
        return min(proven, key=lambda each: (each.quote >= 0, -each.stated, each.claimed), default=None)

    def contradicting(self, facts: Sequence[FactTexts]) -> Alignment | None:
        """Return the clearest contradiction by one of some facts: to the whole sentence, or to one clause of it."""
        if has_condition(self._parsed):  # "the line will have ten stops if it is extended" is no other number of stops
            facts = [each for each in facts if any(map(has_condition, each.texts))]
        aligned = (self.with_fact(each) for each in facts if self._prospect(each).may_contradict)
        found = [each for each in aligned if contradicts(each)] or list(_contradicting_parts(self._parsed, facts))
        return min(
            (each for each in found if not self._is_disputed(each)),
            key=lambda each: (not each.states_other, len(each.differences), -each.aligned, -each.stated),
            default=None,
        )

    def with_fact(self, fact: FactTexts) -> Alignment:
        """Return the alignment of the whole sentence with a fact."""
        if fact not in self._aligned:
            self._aligned[fact] = align(self._parsed, fact)
        return self._aligned[fact]

    def _prospect(self, fact: FactTexts) -> Prospect:
        if fact not in self._prospects:
            self._prospects[fact] = prospect(self._needs, fact)
        return self._prospects[fact]


def _contradicting_parts(parsed: Parsed, texts: Sequence[FactTexts]) -> Iterator[Alignment]:
    """Yield the facts that contradict one clause of a sentence that has several."""
    for part in parts_of(parsed):
        needs = needs_of_clauses(part)
        for each in texts:
            if prospect(needs, each).may_contradict:
                aligned = align(part, each)
                denied = any(found.kind is DifferenceKind.NEGATION for found in aligned.conflicts)
                if denied and (each.whole is not None or aligned.aligned <= LEAST_ALIGNED):
                    continue  # "gave its word not to raise it" does not deny that it gave its word
                named = any(found.kind in _BARE for found in aligned.conflicts)
                if named and aligned.aligned <= LEAST_ALIGNED:
                    continue  # "the Greens voted against it and Labour voted for it"
                if contradicts(aligned) and aligned.aligned >= LEAST_ALIGNED:
                    yield aligned


def _unread(verdict: Verdict) -> Verdict:
    """Return the verdict on a sentence in a language that the rules do not read: what is not proven is not compared."""
    match verdict:
        case NotCovered():
            return replace(verdict, unchecked=Unchecked.LANGUAGE)
        case OnlyRelated():
            return replace(verdict, unchecked=Unchecked.LANGUAGE, differences=())
        case _:
            return verdict


class FactChecker:
    """Compares sentences with the facts of one base. Parses a fact when it is needed, and keeps the latest of them."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._names = Names(knowledge.vocabulary)
        self._concepts = build_concept_index(knowledge.vocabulary)
        self._facts = rows_of(knowledge.facts)
        # A method of this object would refer back to it, and only a full collection would free it after a reload.
        self._texts = lru_cache(maxsize=MOST_READ)(partial(_read_fact, knowledge, self._names))
        self._paraphrases = ParaphraseReader(self._names)
        having: defaultdict[str, list[int]] = defaultdict(list)
        statements: list[str] = []
        for place, fact in enumerate(self._facts):
            statements.append(fact.statement)
            texts = (fact.statement, *fact.questions, *fact.paraphrases, *(quote.exact for quote in fact.quotes))
            terms = frozenset(term for text in texts for term in self._terms_of(text))
            for term in terms:
                having[term].append(place)
        self._having = {term: np.array(places, dtype=np.intp) for term, places in having.items()}
        self._is_english = not is_foreign(fold(" ".join(statements)))

    def warm_up(self) -> None:
        """Read the facts and their paraphrases, those of a large base in part: 15 ms of CPU and 140 KB a fact."""
        for fact in self._facts[:MOST_WARMED]:
            _ = self._texts(fact.id).clauses
            self._paraphrases.warm_up(fact)

    def check(self, message: Iterable[str]) -> Iterator[Verdict]:
        """Yield the verdict on each sentence of a message, in their order, as each is asked for.

        Never raises on any text. The person that "he" refers to may be named in an earlier sentence.
        """
        named_before = ""
        for sentence in message:
            if sentence.rstrip(_ENDS).endswith("?"):
                yield NotCovered(sentence=sentence, unchecked=Unchecked.QUESTION)
                continue
            spelt = words(sentence) if len(sentence) <= LONGEST_SENTENCE else None
            if spelt is None or len(spelt) > MOST_WORDS:
                yield NotCovered(sentence=sentence, unchecked=Unchecked.LENGTH)
                continue
            meant = named_before if REFERRING.intersection(spelt) else ""
            parsed = parse(without_label(sentence), self._names, named_before=meant)
            verdict = self._verdict(sentence, parsed, self._nearest(words(f"{meant} {sentence}") if meant else spelt))
            yield _unread(verdict) if self._is_english and is_foreign(fold(sentence)) else verdict
            named_before = self._person(spelt) or named_before

    def _person(self, spelt: Sequence[str]) -> str:
        """Return the last person that the words of a sentence name, as the base calls them."""
        mentions = self._concepts.mentions(list(map(stem, spelt)))
        named = [each.concept for each in mentions if each.concept in self._concepts.kinds]
        names = [self._knowledge.vocabulary.names[int(concept[1:])] for concept in named]
        return next((name.name for name in reversed(names) if name.kind == "person"), "")

    def _verdict(self, sentence: str, parsed: Parsed, nearest: Sequence[tuple[int, float]]) -> Verdict:
        texts = [self._texts(self._facts[place].id) for place, _ in nearest]
        needs = needs_of_clauses(parsed)
        compared = Compared(parsed, needs, is_disputed=self._is_disputed)
        best = compared.proven(texts)
        sought, paraphrased = Sought.of(sentence, needs), list[FactTexts]()
        for place, fact in enumerate(texts):
            if best is not None:
                break
            near = list(self._paraphrases.proving(fact, sought))
            best = compared.proven(near)
            paraphrased += near if place < CONTRADICTED else ()
        if best is not None:
            return self._proven(sentence, best, claimed=best.claimed)
        contradicting = compared.contradicting(texts)
        if contradicting is None:
            for fact in texts[:CONTRADICTED]:
                paraphrased += self._paraphrases.contradicting(fact, sought)
            contradicting = compared.contradicting(paraphrased)
        if contradicting is not None:
            shown, quote, passage = self._shown(sentence, contradicting)
            differences = as_written(contradicting, self._texts(shown.id))
            return Contradicted(sentence=sentence, fact=shown, quote=quote, passage=passage, differences=differences)
        if not nearest or nearest[0][1] < NEAR:
            return NotCovered(sentence=sentence)
        close = (place for place, (_, share) in enumerate(nearest) if share >= CLOSE * nearest[0][1])
        best = min(
            (compared.with_fact(texts[place]) for place in close),
            key=lambda each: (len(each.differences) - each.aligned, -each.stated),
        )
        shown, quote, passage = self._shown(sentence, best)
        return OnlyRelated(
            sentence=sentence, fact=shown, quote=quote, passage=passage, differences=best.differences[:DIFFERENCES]
        )

    def _is_disputed(self, found: Alignment) -> bool:
        """Return whether a fact of a dispute has the number of the sentence: somebody claims that."""
        keys = {key for one, against in self._knowledge.disputing.items() for key in (one, *against)}
        others = [self._texts(key) for key in keys - {found.fact.fact.id}]
        theirs = [item for fact in others for text in fact.texts for item in text.items if item.quantity is not None]
        said = {each.said for each in found.conflicts if each.kind is DifferenceKind.NUMBER}
        items = (item for match in found.matches for item in match.items if item.text in said)
        told = any(match.speech is not None for match in found.matches)
        agree = same if told else _may_be_same
        return any(agree(item, other) for item in items for other in theirs)

    def _proven(self, sentence: str, best: Alignment, *, claimed: bool) -> Supported | Claimed:
        fact, quote, passage = self._shown(sentence, best)
        if not claimed:
            return Supported(sentence=sentence, fact=fact, quote=quote, passage=passage)
        against = tuple(self._knowledge.facts[key] for key in self._knowledge.disputing.get(fact.id, ()))
        return Claimed(sentence=sentence, fact=fact, quote=quote, passage=passage, against=against)

    def _shown(self, sentence: str, best: Alignment) -> tuple[Fact, Quote, str]:
        fact = best.fact.fact
        wanted = frozenset(map(stem, words(sentence))) - STOPWORDS

        def shared(text: str) -> int:
            return len(wanted.intersection(map(stem, words(text))))

        quote = fact.quotes[best.quote] if best.quote >= 0 else max(fact.quotes, key=lambda each: shared(each.exact))
        return fact, quote, max(split_sentences(quote.exact) or (quote.exact,), key=shared)

    # The facts that may be meant.

    def _terms_of(self, text: str) -> Iterator[str]:
        stems = [(stem(word), word) for word in words(text)]
        yield from (base for base, word in stems if word not in STOPWORDS)
        yield from (each.concept for each in self._concepts.mentions([base for base, _ in stems]))

    def _weight(self, term: str) -> float:
        return math.log1p(len(self._facts) / (1 + len(self._having.get(term, ()))))

    def _nearest(self, spelt: Sequence[str]) -> Sequence[tuple[int, float]]:
        """Return the facts that share the most of a sentence's words, each with the share, best first."""
        all_stems = list(map(stem, spelt))
        stems = [base for word, base in zip(spelt, all_stems, strict=True) if word not in STOPWORDS]
        concepts: defaultdict[str, set[str]] = defaultdict(set)
        for mention in self._concepts.mentions(all_stems):
            for base in all_stems[mention.start : mention.end]:
                concepts[base].add(mention.concept)
        scores, telling = np.zeros(len(self._facts)), np.zeros(len(self._facts), dtype=np.intp)
        whole = 0.0
        for base in dict.fromkeys(stems):
            weight = self._weight(base)
            whole += weight
            earned = np.zeros(len(self._facts))
            for concept in concepts[base]:
                earned[self._having.get(concept, _NOWHERE)] = CONCEPT * weight
            earned[self._having.get(base, _NOWHERE)] = weight
            scores += earned
            telling[earned > 0] += LEAST if any(concept in self._concepts.kinds for concept in concepts[base]) else 1
        found = np.flatnonzero(telling >= LEAST)
        ranked = found[np.argsort(-scores[found], kind="stable")][:ALIGNED].tolist()
        return [(place, float(scores[place]) / whole) for place in ranked] if whole else []


def _read_fact(knowledge: Knowledge, names: Names, key: str) -> FactTexts:
    """Return the fact with this id, its texts parsed."""
    fact = knowledge.facts[key]
    texts = [(part, -1) for part in split_sentences(fact.statement)]
    texts += [(part, place) for place, quote in enumerate(fact.quotes) for part in split_sentences(quote.exact)]
    publishers = " ".join(knowledge.sources[each.source].publisher for each in fact.quotes)
    return FactTexts(
        fact=fact,
        texts=tuple(parse(part, names, source=True) for part, _ in texts),
        quotes=tuple(place for _, place in texts),
        attribution=_keys(names, fact.attribution),
        publishers=_keys(names, publishers),
        wording=_wording(fact),
    )


def _keys(names: Names, text: str) -> frozenset[str]:
    return frozenset(key for item in parse(text, names).items for key in item.keys)


def _wording(fact: Fact) -> frozenset[str]:
    """Return the stems in a fact's paraphrases, without those that have a "not" that the statement lacks."""
    own = _NEGATORS.intersection(words(fact.statement))
    spelt = (words(text) for text in fact.paraphrases)
    return frozenset(stem(word) for each in spelt if own.issuperset(_NEGATORS.intersection(each)) for word in each)
