"""Decide which of four outcomes a question gets. Each has the `repairs` of misspelt words, for the user to see."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

import numpy as np

from bot.core.knowledge.model import Fact, Knowledge, Unknown
from bot.core.matching.measures import lacks_measure
from bot.core.matching.names import find_subjects
from bot.core.matching.ranker import Ranker, Ranking
from bot.core.matching.spelling import Repair
from bot.core.text.dates import find_dates
from bot.core.text.normalise import words

SHOWN: Final = 3
"""Facts that an outcome shows, at most."""
DENIAL_MARGIN: Final = 1.0
"""Log odds by which an unknown must be ahead of every fact, e times as likely, before the source is said not to say.

A wrong "the source does not say" hides a fact; a suggestion shows it (docs/matching.md has what was measured).
"""
HOPELESS_MARGIN: Final = 3.0
"""Log odds by which an unknown is so far ahead of every fact, twenty times as likely, that none is worth suggesting."""


class Veto(StrEnum):
    """Why the first candidate is no answer, however confident the ranking is."""

    GUESSED_WORD = "guessed word"
    OTHER_SUBJECT = "other subject"
    OTHER_TIME = "other time"
    NO_MEASURE = "no measure"
    DOUBTFUL_DENIAL = "doubtful denial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A fact with its similarity to the question; `score` runs from 0 to 1 and is not a probability."""

    fact: Fact
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A fact that answers with confidence, 0 to 1. `related` holds up to two others, best first."""

    kind: ClassVar[str] = "answer"
    question: str
    match: Match
    related: tuple[Match, ...]
    confidence: float
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotInSource:
    """The question asks for an unknown. `nearest` holds up to three facts that come closest, best first."""

    kind: ClassVar[str] = "not_in_source"
    question: str
    unknown: Unknown
    nearest: tuple[Match, ...]
    confidence: float
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One to three facts that may be meant, best first; never shown as an answer."""

    kind: ClassVar[str] = "suggestion"
    question: str
    matches: tuple[Match, ...]
    confidence: float
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstention:
    """Nothing is near. `confidence` is the confidence in the best candidate, 0 to 1."""

    kind: ClassVar[str] = "abstention"
    question: str
    confidence: float
    repairs: tuple[Repair, ...] = ()


Outcome = Answer | NotInSource | Suggestion | Abstention


def shown(outcome: Outcome) -> tuple[Match, ...]:
    """Return the facts that an outcome shows, best first."""
    match outcome:
        case Answer():
            return (outcome.match, *outcome.related)
        case NotInSource():
            return outcome.nearest
        case Suggestion():
            return outcome.matches
        case Abstention():
            return ()


def decide(ranking: Ranking, ranker: Ranker) -> Outcome:
    """Return the outcome of a ranked question, by the thresholds of `ranker.weights`.

    Never raises. A ranking without candidates, such as that of an empty question, gets an abstention.
    """
    question, repairs = ranking.question, ranking.repairs
    facts = tuple(
        Match(fact=candidate.target, score=candidate.score)
        for candidate in ranking.candidates
        if isinstance(candidate.target, Fact)
    )
    confidence = ranking.confidence
    trusted = confidence >= ranker.weights.answer and find_veto(ranking, ranker) is None
    # An unknown is never suggested: if only unknowns are near, there is nothing to suggest.
    if not ranking.candidates or confidence < ranker.weights.suggest or not (trusted or facts):
        return Abstention(question=question, confidence=confidence, repairs=repairs)
    best = ranking.candidates[0].target
    if not trusted and _lead_over_facts(ranking) > HOPELESS_MARGIN:
        return Abstention(question=question, confidence=confidence, repairs=repairs)
    if not trusted:
        return Suggestion(question=question, matches=facts[:SHOWN], confidence=confidence, repairs=repairs)
    if isinstance(best, Unknown):
        nearest = _nearest(best, facts, ranker.knowledge)
        return NotInSource(question=question, unknown=best, nearest=nearest, confidence=confidence, repairs=repairs)
    return Answer(question=question, match=facts[0], related=facts[1:SHOWN], confidence=confidence, repairs=repairs)


def find_veto(ranking: Ranking, ranker: Ranker) -> Veto | None:
    """Return why the first candidate is no answer, or None if its confidence decides."""
    if _is_guess(ranking):
        return Veto.GUESSED_WORD
    if _is_about_another(ranking, ranker):
        return Veto.OTHER_SUBJECT
    if _is_about_another_time(ranking, ranker.knowledge):
        return Veto.OTHER_TIME
    if _lacks_measure(ranking):
        return Veto.NO_MEASURE
    return Veto.DOUBTFUL_DENIAL if _is_doubtful_denial(ranking) else None


def _is_guess(ranking: Ranking) -> bool:
    """Return whether all that the question is about is one corrected word: the user may have meant another one."""
    about = {word.word for word in ranking.parsed.content_words}
    return len(about) == 1 and any(not about.isdisjoint(words(repair.read)) for repair in ranking.repairs)


def _is_about_another(ranking: Ranking, ranker: Ranker) -> bool:
    """Return whether the first candidate is a fact without the one who is asked about: "What did Obama say of it?"."""
    if ranking.exact or not ranking.candidates or not isinstance(ranking.candidates[0].target, Fact):
        return False
    subjects = find_subjects(ranking.parsed, ranker.concept_index.kinds)
    if not subjects:
        return False
    return not ranker.coverage.index.weights_in(subjects, np.array([ranking.candidates[0].entry])).any()


def _is_about_another_time(ranking: Ranking, knowledge: Knowledge) -> bool:
    """Return whether the first candidate is a fact without the year that is asked about, or with another month."""
    asked = () if ranking.exact or not ranking.candidates else find_dates(ranking.parsed.text)
    if not asked or not isinstance(fact := ranking.candidates[0].target, Fact):
        return False
    texts = (fact.statement, *fact.questions, *(quote.exact for quote in fact.quotes))
    dates = [date for text in texts for date in find_dates(text)]
    sources = (knowledge.sources.get(quote.source) for quote in fact.quotes)
    days = [day for day in (fact.when, *(source.published for source in sources if source)) if day]
    years = {date.year for date in dates} | {day.year for day in days}
    months = {date.month for date in dates if date.month} | ({fact.when.month} if fact.when else set())
    return any(
        (date.year and date.year not in years) or (date.month and months and date.month not in months) for date in asked
    )


def _lacks_measure(ranking: Ranking) -> bool:
    """Return whether the first candidate is a fact without the age or the amount of money that is asked for."""
    if ranking.exact or not ranking.candidates or not isinstance(fact := ranking.candidates[0].target, Fact):
        return False
    told = (fact.statement, *(quote.exact for quote in fact.quotes))
    return lacks_measure(ranking.parsed.text, told=told, questions=fact.questions)


def _is_doubtful_denial(ranking: Ranking) -> bool:
    """Return whether the first candidate is an unknown that is hardly ahead of a fact."""
    return not ranking.exact and 0 <= _lead_over_facts(ranking) < DENIAL_MARGIN


def _lead_over_facts(ranking: Ranking) -> float:
    """Return by how many log odds an unknown leads, infinite without a fact behind it; -1 if a fact leads."""
    best, *others = ranking.candidates or (None,)
    if best is None or isinstance(best.target, Fact):
        return -1
    return best.total - max((other.total for other in others if isinstance(other.target, Fact)), default=-math.inf)


def _nearest(unknown: Unknown, ranked: tuple[Match, ...], knowledge: Knowledge) -> tuple[Match, ...]:
    """Return the facts that the curator named, then those that the question found."""
    scores = {match.fact.id: match.score for match in ranked}
    named = tuple(Match(fact=knowledge.facts[key], score=scores.get(key, 0.0)) for key in unknown.nearest)
    return (*named, *(match for match in ranked if match.fact.id not in unknown.nearest))[:SHOWN]
