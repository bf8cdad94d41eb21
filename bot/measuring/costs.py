"""What each feature costs: the time of the work that only it, or it and its like, needs."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from bot.core.matching import Matcher, answer_type
from bot.core.matching.features import NOTHING_HIDDEN
from bot.core.matching.index import damped
from bot.core.matching.query import parse_words
from bot.core.matching.ranker import CANDIDATES
from bot.core.matching.similarity import closeness, grams, word_terms
from bot.core.text.normalise import words

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Milliseconds a question, the median over some questions: of each part of the work, and of a whole ranking.

    The parts do not sum up to the whole, which does some of the work once for several of them.
    """

    parts: Mapping[str, float]
    whole: float


def costs(matcher: Matcher, questions: Sequence[str], clock: Clock) -> Costs:
    """Time the parts of a ranking; `clock` counts seconds. A question without content words is passed over."""
    timed: dict[str, list[float]] = {}
    whole: list[float] = []
    for question in questions:
        if parse_words(question, words(question), matcher.lexicon).needs:
            whole.append(_seconds(lambda: matcher.rank(question), clock))  # noqa: B023 - called at once
            for name, part in _parts(matcher, question):
                timed.setdefault(name, []).append(_seconds(part, clock))
    return Costs(
        parts=MappingProxyType({name: statistics.median(seconds) * 1000 for name, seconds in timed.items()}),
        whole=statistics.median(whole or [0.0]) * 1000,
    )


def _seconds(work: Callable[[], object], clock: Clock) -> float:
    began = clock()
    work()
    return clock() - began


def _parts(matcher: Matcher, question: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """The dearer features, with the work that each needs; a pool as large as that of a ranking."""
    similarity, classifier = matcher.similarity, matcher.classifier
    spelt = matcher.speller.repair(words(question)).words
    parsed = parse_words(question, spelt, matcher.lexicon)
    drawn = np.arange(min(CANDIDATES, len(matcher.entries.targets)))
    places = matcher.entries.places(drawn)[0]
    texts = [matcher.plain[place] for place in places.tolist()]
    yield "(repair of words)", lambda: matcher.speller.repair(words(question))
    yield "(reading of the question)", lambda: parse_words(question, spelt, matcher.lexicon)
    yield "coverage, mass, least, unseen", lambda: matcher.coverage.of(parsed, NOTHING_HIDDEN)
    if matcher.meanings:
        meanings = matcher.meanings
        yield (
            "(like words, for coverage, least, ahead)",
            lambda: meanings.to(parsed, NOTHING_HIDDEN, drawn, matcher.entries),
        )
    yield "words", lambda: similarity.words.scores(word_terms(parsed))
    yield "characters", lambda: similarity.characters.scores(damped(grams(parsed)))
    yield "meaning", lambda: similarity.meaning @ similarity.embed([parsed])[0]
    if classifier:
        likeness = similarity.to_all(parsed)
        yield "classifier (beside its likenesses)", lambda: classifier.scores(likeness)
    yield "ask", lambda: closeness(parsed, texts)
    yield "both", lambda: matcher.agreement.with_(parsed, places)
    yield "bm25", lambda: matcher.relevance.of(parsed, drawn, None)
    yield "held, lacked", lambda: answer_type.fit(parsed, [matcher.held[entry] for entry in drawn])
