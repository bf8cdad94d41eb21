"""Make bases in memory from articles and from intents, to measure the ranker on other texts than the base's own."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from types import MappingProxyType
from typing import Final

from bot.benchmark.datasets import Article, IntentSet
from bot.core.knowledge.model import Fact, Knowledge, Quote, Standing, Vocabulary
from bot.core.matching.evaluation import Question
from bot.core.matching.training_texts import EVERYDAY_QUESTIONS

FEW_PHRASINGS: Final = 5
"""Phrasings of each intent in the first of two bases; the other one has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBase:
    """A base that was made from a file, and the questions to ask it, labelled with its facts."""

    knowledge: Knowledge
    questions: tuple[Question, ...]


def one_base_each(articles: Sequence[Article]) -> tuple[MadeBase, ...]:
    """Make a base of each article: each sentence is a fact, and its only phrasing, statement and quote."""
    return tuple(
        MadeBase(knowledge=_knowledge(_sentence_facts(article)), questions=tuple(_article_questions(article)))
        for article in articles
    )


def one_base_together(articles: Sequence[Article]) -> MadeBase:
    """Make one base of all articles. It is asked everyday questions too, which a larger base answers more often."""
    everyday = (Question(text=text, answerable=False, kind="everyday") for text in EVERYDAY_QUESTIONS)
    asked = (question for article in articles for question in _article_questions(article))
    facts = [fact for article in articles for fact in _sentence_facts(article)]
    return MadeBase(knowledge=_knowledge(facts), questions=(*asked, *everyday))


def intent_base(intents: IntentSet, phrasings: int) -> MadeBase:
    """Make a base in which each intent is a fact, with its first phrasings; the statement is its name."""
    facts = [
        _fact(intent, statement=intent.replace("_", " "), questions=texts[:phrasings])
        for intent, texts in intents.train.items()
    ]
    inside = (Question(text=q, answerable=True, facts=frozenset({right}), kind="test") for q, right in intents.test)
    outside = (Question(text=q, answerable=False, kind="out of scope") for q in intents.out_of_scope)
    return MadeBase(knowledge=_knowledge(facts), questions=(*inside, *outside))


def sample(bases: Sequence[MadeBase], number: int, *, seed: int) -> tuple[MadeBase, ...]:
    """Keep at most `number` questions of each kind, drawn from all bases; a base without questions is left out.

    Two kinds that are as many, such as questions and the same ones misspelt, are drawn at the same places.
    """
    kept = sample_places([question.kind for base in bases for question in base.questions], number, seed=seed)
    starts = accumulate((len(base.questions) for base in bases), initial=0)
    drawn = (
        replace(base, questions=tuple(q for place, q in enumerate(base.questions, start) if place in kept))
        for base, start in zip(bases, starts, strict=False)
    )
    return tuple(base for base in drawn if base.questions)


def sample_places(kinds: Sequence[str], number: int, *, seed: int) -> frozenset[int]:
    """Return the places of at most `number` items of each kind."""
    places: dict[str, list[int]] = {}
    for place, kind in enumerate(kinds):
        places.setdefault(kind, []).append(place)
    return frozenset(place for same in places.values() for place in _drawn(same, number, seed))


def _drawn(places: Sequence[int], number: int, seed: int) -> Sequence[int]:
    # The same dice for each kind, so that kinds of the same length are drawn at the same places.
    dice = random.Random(seed)  # noqa: S311 - which questions, no secrets
    return dice.sample(places, min(number, len(places)))


def _article_questions(article: Article) -> Iterator[Question]:
    for asked in article.questions:
        right = frozenset({_id(article, asked.sentence)})
        yield Question(text=asked.q, answerable=True, facts=right, kind="clean")
        yield Question(text=asked.typo, answerable=True, facts=right, kind="typo")
    for text in article.unanswerable:
        yield Question(text=text, answerable=False, kind="unanswerable")


def _sentence_facts(article: Article) -> Iterator[Fact]:
    starts = accumulate((len(sentence) + 1 for sentence in article.sentences), initial=0)
    placed = zip(article.sentences, article.paragraphs, starts, strict=False)
    for number, (sentence, paragraph, start) in enumerate(placed):
        quote = Quote(source=article.title, exact=sentence, start=start, end=start + len(sentence), paragraph=paragraph)
        yield _fact(_id(article, number), statement=sentence, questions=(sentence,), quotes=(quote,))


def _id(article: Article, sentence: int) -> str:
    return f"{article.title}:{sentence}"


def _fact(key: str, *, statement: str, questions: Sequence[str], quotes: tuple[Quote, ...] = ()) -> Fact:
    return Fact(
        id=key,
        statement=statement,
        topics=(),
        attribution="",
        standing=Standing.REPORTED,
        when=None,
        importance=1,
        quotes=quotes,
        question=questions[0],
        phrasings=tuple(questions[1:]),
    )


def _knowledge(facts: Iterator[Fact] | Sequence[Fact]) -> Knowledge:
    # Not through the loader: it refuses sentences that are longer than a question or a statement may be.
    return Knowledge(
        sources=MappingProxyType({}),
        topics=MappingProxyType({}),
        vocabulary=Vocabulary(),
        facts=MappingProxyType({fact.id: fact for fact in facts}),
        unknowns=MappingProxyType({}),
        revision="",
    )
