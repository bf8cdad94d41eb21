"""Measure answers on labelled questions.

If a question names the facts and unknowns that answer it, only these are right: the label judges the statement. For
other questions, a fact is right if one of its quotes contains a gold passage, is within one, or shares 60 % of one with
it; white space, case and curly quotes are folded on both sides. That is more lenient: a quote may contain more than its
fact says. For an unanswerable question every outcome except an answer is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import Final

from bot.core.knowledge.model import Fact, Unknown
from bot.core.matching.decision import Abstention, Answer, NotInSource, Outcome, Suggestion, decide, shown
from bot.core.matching.ranker import Ranker, Ranking
from bot.core.text.normalise import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatingPoint:
    """What happens if an answer needs a confidence of `threshold`; all shares are 0 to 1.

    `coverage` and `right` are the shares of answerable questions that are answered, and answered correctly; `risk` is
    the share of answers that are wrong, 0 without answers. `needless` counts the answered ones among the unanswerable
    questions, by their kind.
    """

    threshold: float
    coverage: float
    right: float
    risk: float
    needless: Mapping[str, int]


def without_thresholds(ranker: Ranker) -> Callable[[Ranking], Outcome]:
    """Return a decision that answers with the first candidate, however low its confidence."""
    lenient = replace(ranker, weights=replace(ranker.weights, answer=0.0, suggest=0.0))
    return lambda ranking: decide(ranking, lenient)


def curve(judged: Sequence[Judged], thresholds: Iterable[float]) -> tuple[OperatingPoint, ...]:
    """Return one point for each threshold, from questions that were judged without thresholds."""
    return tuple(_point(judged, threshold) for threshold in thresholds)


def steps(judged: Sequence[Judged]) -> tuple[float, ...]:
    """Return every threshold at which the outcome of a question changes, ascending."""
    return tuple(sorted({case.outcome.confidence for case in judged if case.answered}))


def _point(judged: Sequence[Judged], threshold: float) -> OperatingPoint:
    given = [case for case in judged if case.answered and case.outcome.confidence >= threshold]
    answerable = sum(case.question.answerable for case in judged)
    answered = [case for case in given if case.question.answerable]
    return OperatingPoint(
        threshold=threshold,
        coverage=_share(len(answered), answerable),
        right=_share(sum(case.right for case in answered), answerable),
        risk=_share(sum(case.wrong for case in given), len(given)),
        needless=_needless(judged, given),
    )


def _needless(judged: Sequence[Judged], given: Sequence[Judged]) -> Mapping[str, int]:
    counts = dict.fromkeys((case.question.kind for case in judged if not case.question.answerable), 0)
    for case in given:
        if not case.question.answerable:
            counts[case.question.kind] += 1
    return MappingProxyType(counts)


def _share(count: int, of: int) -> float:
    return count / of if of else 0.0


_SHARED: Final = 0.6  # share of a gold passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A labelled question.

    `facts` holds the ids of all facts and unknowns that answer it, or is None if it was not labelled by them; then
    `gold` holds passages of the source, each of which contains the answer.
    """

    text: str
    answerable: bool
    gold: tuple[str, ...] = ()
    kind: str
    facts: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A question with its outcome.

    `answered`: the outcome is an answer, or an unknown that the question names. `first` and `among` tell whether the
    first entry shown, or any, is right.
    """

    question: Question
    outcome: Outcome
    answered: bool
    first: bool
    among: bool

    @property
    def right(self) -> bool:
        """Answered with the right entry."""
        return self.answered and self.first

    @property
    def wrong(self) -> bool:
        """Answered, but not with the right entry."""
        return self.answered and not self.first

    @property
    def denied(self) -> bool:
        """Whether the outcome says that the source does not answer the question, although it does."""
        return self.question.answerable and isinstance(self.outcome, NotInSource) and not self.answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts over questions of one kind."""

    kind: str
    asked: int
    answered: int
    right: int
    among: int
    wrong: int
    denied: int


def judge(questions: Iterable[Question], decide: Callable[[str], Outcome]) -> tuple[Judged, ...]:
    """Decide every question and judge its outcome."""
    return tuple(_judge(question, decide(question.text)) for question in questions)


def tally(judged: Sequence[Judged]) -> tuple[Figures, ...]:
    """Return figures for each kind of question, in the order in which the kinds first appear."""
    kinds = dict.fromkeys(case.question.kind for case in judged)
    return tuple(figures(kind, [case for case in judged if case.question.kind == kind]) for kind in kinds)


def figures(kind: str, judged: Sequence[Judged]) -> Figures:
    """Count some judged questions."""
    return Figures(
        kind=kind,
        asked=len(judged),
        answered=sum(case.answered for case in judged),
        right=sum(case.right for case in judged),
        among=sum(case.among for case in judged),
        wrong=sum(case.wrong for case in judged),
        denied=sum(case.denied for case in judged),
    )


def worst(judged: Sequence[Judged], number: int) -> tuple[Judged, ...]:
    """Return the worst outcomes, worst first; there may be fewer than `number`.

    First come wrong answers, then a wrong "the source does not say", both with the most confident first. Then come
    answerable questions without an answer: those without the right fact first, the least confident first.
    """
    bad = [case for case in judged if case.wrong or (case.question.answerable and not case.answered)]
    return tuple(sorted(bad, key=_badness)[:number])


def _badness(case: Judged) -> tuple[int, bool, float]:
    confidence = case.outcome.confidence
    match case.outcome:
        case Answer():
            return 0, False, -confidence
        case NotInSource():
            return 1, False, -confidence
        case Suggestion() | Abstention():
            return 2, case.among, confidence


def proves(fact: Fact, gold: Sequence[str]) -> bool:
    """Return whether one of the fact's quotes shows one of the gold passages."""
    spans = [fold(span) for span in gold]
    return any(_shows(fold(quote.exact), span) for quote in fact.quotes for span in spans)


def answers(entry: Fact | Unknown, question: Question) -> bool:
    """Return whether an entry answers a question, by the ids that the question names or else by its gold passages."""
    if question.facts is not None:
        return entry.id in question.facts
    return isinstance(entry, Fact) and proves(entry, question.gold)


def _judge(question: Question, outcome: Outcome) -> Judged:
    hits = [answers(match.fact, question) for match in shown(outcome)]
    if isinstance(outcome, NotInSource):
        return _judge_unknown(question, outcome, hits)
    answered = isinstance(outcome, Answer)
    return Judged(question=question, outcome=outcome, answered=answered, first=any(hits[:1]), among=any(hits))


def _judge_unknown(question: Question, outcome: NotInSource, hits: Sequence[bool]) -> Judged:
    named = question.answerable and answers(outcome.unknown, question)
    first = named or any(hits[:1])
    return Judged(question=question, outcome=outcome, answered=named, first=first, among=named or any(hits))


def _shows(quote: str, span: str) -> bool:
    if span in quote or quote in span:
        return True
    common = SequenceMatcher(None, quote, span, autojunk=False).find_longest_match()
    return common.size >= _SHARED * len(span)
