"""Fit the weights of bases that are not calibrated, to the configured base and to articles with labelled questions.

A base with many phrasings and a base with none need other weights than one of them alone would suggest, and a base too
large for a classifier, or a computer without word vectors, needs its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.benchmark.datasets import Article
from bot.benchmark.made_bases import MadeBase, one_base_each
from bot.core.knowledge.model import Knowledge
from bot.core.matching import WordVectors, build_ranker
from bot.core.matching.calibration import (
    FOREIGN_ASKED,
    QUESTIONS,
    TrainingQuestion,
    ask_labelled,
    collect_training_questions,
    fit,
)
from bot.core.matching.classifier import LARGEST
from bot.core.matching.training_texts import EVERYDAY_QUESTIONS
from bot.core.matching.weights import SavedCalibration
from bot.core.progress import ProgressCallback, no_progress, track

ARTICLES_WEIGH: Final = 0.5
"""How much the questions about articles count, against 1 for those of the base."""
UNANSWERABLE_ASKED: Final = 0.15
"""Share of the questions about an article that it does not answer."""


def fit_defaults(
    knowledge: Knowledge,
    articles: Sequence[Article],
    vectors: Sequence[WordVectors | None],
    *,
    seed: int,
    on_progress: ProgressCallback = no_progress,
) -> Iterator[SavedCalibration]:
    """Yield weights for each kind of vectors, with a classifier and without. Takes some minutes each."""
    for kind in vectors:
        for largest in (LARGEST, 0):
            ranker = build_ranker(knowledge, vectors=kind, largest=largest)
            cases = collect_training_questions(ranker, seed=seed, on_progress=on_progress)
            made = track(one_base_each(articles), on_progress, "Asking about each article", len(articles))
            more = [case for base in made for case in _questions(base, kind, largest, 1 / len(articles))]
            yield SavedCalibration(revision=knowledge.revision, weights=fit(cases, more))


def _questions(base: MadeBase, vectors: WordVectors | None, largest: int, share: float) -> Iterator[TrainingQuestion]:
    """Ask the base of an article its questions, and everyday ones."""
    ranker = build_ranker(base.knowledge, vectors=vectors, largest=largest)
    weight = QUESTIONS * ARTICLES_WEIGH * share
    places = {target.id: place for place, target in enumerate(ranker.entries.targets)}
    answered = [(each.text, places[min(each.facts)]) for each in base.questions if each.facts]
    unanswerable = [(each.text, None) for each in base.questions if not each.facts]
    everyday = [(text, None) for text in EVERYDAY_QUESTIONS]
    yield from ask_labelled(ranker, answered, weight * (1 - UNANSWERABLE_ASKED - FOREIGN_ASKED))
    yield from ask_labelled(ranker, unanswerable, weight * UNANSWERABLE_ASKED)
    yield from ask_labelled(ranker, everyday, weight * FOREIGN_ASKED)
